import { describe, expect, test } from "vitest";
import { ArgumentError, tensor } from "../../../lib/index.ts";
import { encoders, indexes, SearchEngine, type SearchEngineOptions, type TrainOptions } from "../../../search/index.ts";
import { noInteger, noOptions, type Refusal, refuses, wrong } from "../../lib/refuses.ts";
import { digest } from "./digest.ts";
import { documents, judgements, queries } from "./tiny-collection.ts";

const embeddings = { ngrams: encoders.ngramTable({ buckets: 9, longest: 3 }) };
const options: SearchEngineOptions = { documents, seed: 1, dimension: 3, modules: { embeddings } };

describe("new SearchEngine(options) refuses", () => {
  const make = (change: object) => () => new SearchEngine(wrong({ ...options, ...change }));
  const names = ["documents", "frequencies", "seed", "dimension", "dtype", "knowledge", "modules", "index"];
  const vectors = { name: "a", dimension: 2, vectorOf: () => [1, 2] };
  const letters = "expected a letter, then letters, digits and -";
  refuses([
    ...noOptions("SearchEngine: options", names, (all) => new SearchEngine(all)),
    ...noInteger("SearchEngine: dimension", 1, (dimension) => make({ dimension })()),
    ["random: seed has value -1, expected a whole number from 0 to 4294967295", make({ seed: -1 })],
    ['SearchEngine: dtype has value "float16", expected "float64" or "float32"', make({ dtype: "float16" })],
    ["SearchEngine: documents has value null, expected an array", make({ documents: null })],
    [
      'SearchEngine: documents[1].id has "a" again, expected ids of their own',
      make({ documents: [1, 2].map(() => ({ id: "a", text: "" })) }),
    ],
    ["SearchEngine: documents[0].text has value 3, expected a text", make({ documents: [{ id: "a", text: 3 }] })],
    ["SearchEngine: knowledge has type object, expected an array", make({ knowledge: {} })],
    [`SearchEngine: knowledge[0].name has value "a b", ${letters}`, make({ knowledge: [{ ...vectors, name: "a b" }] })],
    [`SearchEngine: knowledge[0].name has value undefined, ${letters}`, make({ knowledge: [null] })],
    [
      'SearchEngine: knowledge[1].name has value "a" again, expected a name of its own',
      make({ knowledge: [vectors, vectors] }),
    ],
    [
      'SearchEngine: knowledge[0].name has value "words" again, expected a name of its own',
      make({ knowledge: [{ ...vectors, name: "words" }] }),
    ],
    [
      "SearchEngine: knowledge[0].dimension has value 0, expected a whole number, at least 1",
      make({ knowledge: [{ ...vectors, dimension: 0 }] }),
    ],
    [
      "SearchEngine: knowledge[0].groupsOf has value undefined, expected a function",
      make({ knowledge: [{ name: "a" }] }),
    ],
    ...noOptions("SearchEngine: modules", ["embeddings", "query", "document", "relevance"], (modules) =>
      make({ modules })(),
    ),
    ["SearchEngine: query.initialise has value undefined, expected a function", make({ modules: { query: {} } })],
    [
      "SearchEngine: a.initialise has value undefined, expected a function",
      make({ modules: { embeddings: { a: encoders.meanPooling } } }),
    ],
    ["SearchEngine: index.add has value undefined, expected a function", make({ index: {} })],
    [
      'knowledge "a": vector of "red" has length 3, expected 2',
      () =>
        new SearchEngine({ ...options, modules: {}, knowledge: [{ ...vectors, vectorOf: () => [1, 2, 3] }] }).forward(
          "red",
          [],
        ),
    ],
    [
      'knowledge "a": vector of "red" has length NaN, expected finite numbers',
      () =>
        new SearchEngine({
          ...options,
          modules: {},
          knowledge: [{ ...vectors, vectorOf: () => [1, Number.NaN] }],
        }).forward("red", []),
    ],
  ]);
});

describe("an engine refuses", () => {
  const engine = new SearchEngine(options);
  const frozen = "SearchEngine.train: freeze";
  const paths = "embeddings/ngrams/E, query/query, document/query";
  const train = (change: object) => () => engine.train(wrong({ queries, judgements, epochs: 1, seed: 1, ...change }));
  const trainNames: (keyof TrainOptions)[] = [
    ...(["queries", "judgements", "epochs", "seed", "loss", "temperature", "batchSize", "optimizer"] as const),
    ...(["hardNegatives", "freeze", "patience", "onStep", "onEpoch"] as const),
  ];
  const grade = (value: unknown) => ({ train: new Map([["q0", new Map([["d0", value]])]]) });
  const refusals: Refusal[] = [
    ["SearchEngine.forward: query has value 1, expected a text", () => engine.forward(wrong(1), [])],
    ["SearchEngine.forward: texts has value null, expected an array", () => engine.forward("", wrong(null))],
    ["SearchEngine.forward: texts[1] has value 1, expected a text", () => engine.forward("", ["", wrong(1)])],
    ["SearchEngine.documentVectors: texts has value 1, expected an array", () => engine.documentVectors(wrong(1))],
    ["SearchEngine.documentVectors: texts[0] has value 1, expected a text", () => engine.documentVectors([wrong(1)])],
    ["SearchEngine.queryVector: query has value 1, expected a text", () => engine.queryVector(wrong(1))],
    ["SearchEngine.search: query has value undefined, expected a text", () => engine.search(wrong(undefined))],
    ...noOptions("SearchEngine.search: options", ["k", "filter"], (all) => engine.search("a", all)),
    ...noInteger("SearchEngine.search: k", 0, (k) => engine.search("a", { k })),
    ["flat.search: filter has value 1, expected a function", () => engine.search("aaa", { filter: wrong(1) })],
    ...noOptions("SearchEngine.encode: options", ["batchSize", "onBatch"], (all) => engine.encode(all)),
    ...noInteger("SearchEngine.encode: batchSize", 1, (batchSize) => engine.encode({ batchSize })),
    ["SearchEngine.encode: onBatch has value 1, expected a function", () => engine.encode({ onBatch: wrong(1) })],
    ["SearchEngine.add: documents has value 1, expected an array", () => engine.add(wrong(1))],
    [
      'SearchEngine.add: documents[1].id has "d0" again, expected ids that are not there yet',
      () => engine.add([{ id: "fresh", text: "" }, documents[0]!]),
    ],
    ["SearchEngine.remove: ids has value 1, expected an array", () => engine.remove(wrong(1))],
    [
      'SearchEngine.remove: ids[1] has value "none", expected the id of a document',
      () => engine.remove(["d0", "none"]),
    ],
    ["SearchEngine.save: file has value 1, expected a text", () => engine.save(wrong(1))],
    ["SearchEngine.load: file has value 1, expected a text", () => SearchEngine.load(wrong(1))],
    ...noOptions("SearchEngine.load: options", ["knowledge", "modules", "index", "encoded"], (all) =>
      SearchEngine.load("a", all),
    ),
    ...noOptions("SearchEngine.train: options", trainNames, (all) => engine.train(all)),
    ["SearchEngine.train: queries has value 1, expected an array", train({ queries: 1 })],
    [
      'SearchEngine.train: queries[1].id has "a" again, expected ids of their own',
      train({ queries: [1, 2].map(() => ({ id: "a", text: "" })) }),
    ],
    ["SearchEngine.train: queries[0].text has value undefined, expected a text", train({ queries: [{ id: "a" }] })],
    ["SearchEngine.train: judgements.train has value undefined, expected a Map", train({ judgements: {} })],
    [
      "SearchEngine.train: judgements.dev has value 1, expected a Map",
      train({ judgements: { ...judgements, dev: 1 } }),
    ],
    [
      'SearchEngine.train: judgements.train.get("q0") has "d0" with grade 0.5, expected whole numbers as grades',
      train({ judgements: grade(0.5) }),
    ],
    [
      'SearchEngine.train: judgements.train has query "q0", expected only queries that are given',
      train({ queries: [], judgements: grade(1) }),
    ],
    [
      "SearchEngine.train: judgements.train has no query with words and a relevant document, expected at least one",
      train({ judgements: grade(0) }),
    ],
    ...noInteger("SearchEngine.train: epochs", 1, (epochs) => train({ epochs })()),
    ...noInteger("SearchEngine.train: batchSize", 1, (batchSize) => train({ batchSize })()),
    ...noInteger("SearchEngine.train: patience", 1, (patience) => train({ patience })()),
    [
      "SearchEngine.train: patience has value 1, expected judgements.dev beside it",
      train({ patience: 1, judgements: { train: judgements.train } }),
    ],
    ["fit: seed has value -1, expected a whole number from 0 to 4294967295", train({ seed: -1 })],
    ["SearchEngine.train: temperature has value 0, expected a finite number above 0", train({ temperature: 0 })],
    ["SearchEngine.train: loss has value 1, expected a function", train({ loss: 1 })],
    [`${frozen}[0] has value "embeddings/n", expected a path of ${paths}`, train({ freeze: ["embeddings/n"] })],
    [
      `${frozen} has every parameter, expected at least one that is to be trained`,
      train({ freeze: ["embeddings", "query", "document"] }),
    ],
    [
      "SearchEngine.train: hardNegatives has neither search nor every, expected at least one of them",
      train({ hardNegatives: { perQuery: 1 } }),
    ],
    ...noOptions("SearchEngine.train: hardNegatives", ["perQuery", "depth", "search", "every"], (hardNegatives) =>
      train({ hardNegatives })(),
    ),
    ...noInteger("SearchEngine.train: hardNegatives.perQuery", 1, (perQuery) =>
      train({ hardNegatives: { perQuery, every: 1 } })(),
    ),
  ];
  test.each(refusals.map(([message, call]) => ({ message, call })))("$message", async ({ message, call }) => {
    const error: unknown = await Promise.resolve()
      .then(call)
      .then(
        () => undefined,
        (thrown) => thrown,
      );
    expect(error).toBeInstanceOf(ArgumentError);
    expect((error as Error).message).toBe(message);
  });

  test("and stays as it was", async () => {
    const fresh = new SearchEngine(options);
    expect(digest(engine.params)).toBe(digest(fresh.params));
    expect(await engine.search("aaa 1111", { k: 99 })).toEqual(await fresh.search("aaa 1111", { k: 99 }));
  });
});

test("an index of another dimension refuses the vectors, and the engine goes on with one that fits", async () => {
  const other = new SearchEngine({ ...options, index: indexes.flat({ dimension: 2 }) });
  await expect(other.search("a")).rejects.toThrow("flat.add: vectors has shape [5, 3], expected shape [5, 2]");
  const index = indexes.flat({ dimension: 3 });
  const engine = new SearchEngine({ ...options, index });
  expect(await engine.search("1111", { k: 1000 })).toHaveLength(5);
  expect([await index.size(), (await index.search(tensor([1, 0, 0]), { k: 9 })).length]).toEqual([5, 5]);
});
