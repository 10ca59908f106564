import { describe, expect, test } from "vitest";
import { type EpochReport, losses, optimizers, TrainingError, toArray, type Value } from "../../../lib/index.ts";
import { flatten } from "../../../search/engine/parameters.ts";
import {
  encoders,
  SearchEngine,
  type SearchEngineOptions,
  type TrainOptions,
  vocabulary,
} from "../../../search/index.ts";
import { digest } from "./digest.ts";
import { documents, judgements, queries } from "./tiny-collection.ts";

// Small tables, so that steps are fast.
const embeddings = {
  words: encoders.wordTable(vocabulary(documents.flatMap(({ text }) => text.split(" ")))),
  ngrams: encoders.ngramTable({ buckets: 512 }),
};
const engineOf = (options: Partial<SearchEngineOptions> = {}): SearchEngine =>
  new SearchEngine({ documents, seed: 1, dimension: 16, modules: { embeddings }, ...options });
const training: TrainOptions = { queries, judgements, epochs: 12, seed: 1 };
const tables = (engine: SearchEngine) => flatten(engine.params);

describe("engine.train(options)", () => {
  test("learns what belongs together, and finds it", async () => {
    const engine = engineOf();
    const before = await engine.search("aaa fff");
    const { history, bestEpoch } = await engine.train(training);
    expect(history.map(({ metrics }) => metrics.ndcg)[bestEpoch - 1]).toBe(1);
    expect(history.at(-1)!.trainingLoss).toBeLessThan(history[0]!.trainingLoss / 2);
    for (const [i, { text }] of queries.entries())
      expect((await engine.search(text, { k: 1 })).map(({ id }) => id)).toEqual([`d${i % 5}`]);
    expect(await engine.search("aaa fff")).not.toEqual(before);
  });

  const loss: [string, TrainOptions["loss"]][] = [
    ["rankNet", (scores, { relevance }) => losses.rankNet<Value>(scores, relevance)],
    ["listNet", (scores, { relevance }) => losses.listNet<Value>(scores, relevance)],
    [
      "binaryCrossEntropyWithLogits",
      (scores, { relevance }) => losses.binaryCrossEntropyWithLogits<Value>(scores, relevance),
    ],
  ];
  test.each(loss)("learns with %s", async (_, loss) => {
    const { history, bestEpoch } = await engineOf().train({ ...training, epochs: 20, loss: loss! });
    expect(history[bestEpoch - 1]!.metrics.ndcg).toBe(1);
  });

  test("keeps the parameters of the best epoch, and stops when patience runs out", async () => {
    const reports: EpochReport[] = [];
    // A step so long that nothing is learned after the first epochs.
    const optimizer = optimizers.sgd({ learningRate: (step) => (step <= 12 ? 0.5 : 0) });
    const options = {
      ...training,
      epochs: 99,
      patience: 3,
      optimizer,
      onEpoch: (report: EpochReport) => reports.push(report),
    };
    const engine = engineOf();
    const { bestEpoch, history } = await engine.train(options);
    expect(reports).toEqual(history);
    expect(history.length).toBe(bestEpoch + 3);
    const best = Math.max(...history.map(({ metrics }) => metrics.ndcg!));
    expect(history[bestEpoch - 1]!.metrics.ndcg).toBe(best);
    expect(history.findIndex(({ metrics }) => metrics.ndcg === best)).toBe(bestEpoch - 1);
    expect(history.at(-1)!.last).toBe(true);
    const again = engineOf();
    await again.train({ ...options, epochs: bestEpoch });
    expect(digest(again.params)).toBe(digest(engine.params));
  });

  test("repeats bit for bit for a seed, and tells another", async () => {
    const run = async (seed: number) => {
      const engine = engineOf();
      const hardNegatives = { perQuery: 2, every: 1 };
      await engine.train({ ...training, epochs: 3, batchSize: 2, seed, hardNegatives });
      return digest(engine.params);
    };
    const first = await run(1);
    expect(await run(1)).toBe(first);
    expect(await run(2)).not.toBe(first);
  });

  test("moves every parameter, but those that are frozen", async () => {
    const knowledge = [
      { name: "vectors", dimension: 3, vectorOf: (word: string) => [word.length, 1, word.charCodeAt(0) / 50] },
      { name: "vectors-too", groupsOf: (word: string) => [word[0]!, `${word.length}`] },
    ];
    const moved = async (freeze: string[]) => {
      const engine = new SearchEngine({ documents, seed: 1, dimension: 5, knowledge });
      const before = tables(engine);
      await engine.train({ ...training, epochs: 1, freeze });
      const after = tables(engine);
      return Object.keys(before).filter((path) => String(before[path]!.data) !== String(after[path]!.data));
    };
    const all = ["words/E", "ngrams/E", "vectors/W", "vectors-too/E"].map((name) => `embeddings/${name}`);
    expect(await moved([])).toEqual([...all, "query/query", "document/query"]);
    expect(await moved(["embeddings/ngrams", "query"])).toEqual([all[0], all[2], all[3], "document/query"]);
    // The beginning of a name is no path.
    expect(await moved(["embeddings/vectors"])).toContain("embeddings/vectors-too/E");
  });

  test("never takes a relevant document for a hard negative", async () => {
    const judged = new Map([
      [
        "q0",
        new Map([
          ["d0", 2],
          ["d1", 1],
          ["d2", 0],
        ]),
      ],
    ]);
    const seen: number[][] = [];
    const hits = documents.map(({ id }) => ({ id, score: 1 }));
    await engineOf().train({
      ...training,
      judgements: { train: judged },
      hardNegatives: { perQuery: 9, search: () => [...hits, { id: "unknown", score: 1 }] },
      loss: (scores, { relevance, mask }) => {
        expect(relevance.shape).toEqual([1, 10]);
        seen.push([...(toArray(relevance) as number[][])[0]!]);
        expect([...mask.data]).toEqual(Array.from({ length: 10 }, () => 1));
        return losses.listNet<Value>(scores, relevance);
      },
    });
    expect(new Set(seen.map(([first]) => first))).toEqual(new Set([1, 2]));
    expect(new Set(seen.flatMap((grades) => grades.slice(1)))).toEqual(new Set([0]));
  });

  test("masks what another query of the batch brought, if it is relevant here, too", async () => {
    const both = new Map([
      ["d0", 1],
      ["d1", 1],
    ]);
    const masks: number[][] = [];
    await engineOf().train({
      ...training,
      epochs: 1,
      judgements: {
        train: new Map([
          ["q0", both],
          ["q1", both],
        ]),
      },
      loss: (scores, { mask }) => {
        masks.push([...mask.data]);
        return losses.inBatchSoftmax<Value>(scores, { mask });
      },
    });
    expect(masks).toEqual([[1, 0, 0, 1]]);
  });

  test("a loss that is NaN leaves the engine as it was", async () => {
    const engine = engineOf();
    const [before, hits] = [engine.params, await engine.search("aaa fff")];
    const broken = engine.train({ ...training, optimizer: optimizers.sgd({ learningRate: 1e30 }) });
    await expect(broken).rejects.toBeInstanceOf(TrainingError);
    expect(engine.params).toBe(before);
    expect(await engine.search("aaa fff")).toEqual(hits);
  });
});
