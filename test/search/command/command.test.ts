import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { main } from "../../../search/command/main.ts";
import { readRun } from "../../../search/index.ts";

// The built command, as a process of its own.

const bin = join(dirname(fileURLToPath(import.meta.url)), "../../../search/bin/attention-search.js");
const root = mkdtempSync(join(tmpdir(), "attention-search-"));
afterAll(() => rmSync(root, { recursive: true }));

interface Said {
  readonly code: number;
  readonly out: string;
  readonly errors: string;
}

/** What a call says, and its exit code. */
const call = (...args: string[]): Promise<Said> =>
  new Promise((resolve) => {
    execFile(process.execPath, [bin, ...args], { cwd: root }, (error, out, errors) => {
      resolve({ code: error === null ? 0 : Number(error.code), out, errors });
    });
  });

const json = async (...args: string[]) => {
  const { code, out, errors } = await call(...args, "--json");
  expect([code, code === 0 ? "" : errors]).toEqual([0, ""]);
  return JSON.parse(out);
};

const corpus = [
  { _id: "a", title: "Apples", text: "red apples and green ones" },
  { _id: "b", text: "a yellow taxi in the city" },
  { _id: "c", text: "the green house by the sea" },
  { _id: "d", text: "" },
];
const queries = ["apple", "cab", "home", "taxis"].map((text, i) => ({ _id: `q${i + 1}`, text }));
const judged = {
  train: [
    ["q1", "a", 1],
    ["q2", "b", 1],
  ],
  dev: [["q4", "b", 1]],
  test: [
    ["q3", "c", 1],
    ["q4", "b", 1],
  ],
};

/** A collection in a folder of its own, with these judgements. */
function collection(name: string, ...splits: (keyof typeof judged)[]): string {
  const folder = join(root, name);
  mkdirSync(join(folder, "qrels"), { recursive: true });
  const lines = (entries: readonly object[]) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
  writeFileSync(join(folder, "corpus.jsonl"), lines(corpus));
  writeFileSync(join(folder, "queries.jsonl"), lines(queries));
  for (const split of splits) {
    const rows = [["query-id", "corpus-id", "score"], ...judged[split]].map((row) => `${row.join("\t")}\n`);
    writeFileSync(join(folder, "qrels", `${split}.tsv`), rows.join(""));
  }
  return name;
}

describe("attention-search", () => {
  test("trains, indexes, finds, explains and evaluates", async () => {
    const folder = collection("whole", "train", "dev", "test");
    const trained = await call("train", folder, "--epochs", "3", "--dimension", "32");
    expect(trained.out).toMatch(/^Trained on 2 queries; kept epoch [0-3] of 3 in whole\/engine\.attention-search\n$/);
    expect(trained.errors).toMatch(/^epoch 1\/3: loss \d\.\d{4}, nDCG@10 of dev \d\.\d{4}\nepoch 2/);
    expect(trained.errors).toContain("training 3/3\n");

    const live = await json("query", "taxi", folder);
    // The document without words has no vector.
    expect(await json("index", folder)).toEqual({
      to: join(folder, "index.attention-search"),
      documents: 3,
      dimension: 32,
    });
    const kept = await json("query", "taxi", folder);
    expect(kept.hits.map(({ id }: { id: string }) => id)).toEqual(live.hits.map(({ id }: { id: string }) => id));
    expect(kept.hits[0].id).toBe("b");

    const explained = await call("query", "green taxi", folder, "--explain", "--k", "2");
    const [asked, first, looked, ...others] = explained.out.split("\n");
    expect(asked).toMatch(/^ {5}. (green|taxi) \.\d\d {2}. (green|taxi) \.\d\d$/);
    expect(first).toMatch(/^ {2}1\. \d\.\d{3} {2}b$/);
    expect(looked).toMatch(/^ {5}(. [a-z]+ \.\d\d( {2})?){6}$/);
    expect(others.length).toBe(3);
    expect(explained.errors).toBe("");

    const { queries, systems } = await json("evaluate", folder, "--run", "whole/runs");
    expect(queries).toBe(2);
    expect(Object.keys(systems)).toEqual(["bm25", "untrained", "trained", "fusion"]);
    // "home" and "taxis" are in no document.
    expect(systems.bm25["nDCG@10"]).toEqual({ mean: 0, low: 0, high: 0 });
    const { mean, low, high, besideBm25 } = systems.trained["MRR@10"];
    expect(besideBm25.difference).toBe(mean);
    expect([0 <= low, low <= mean, mean <= high, high <= 1]).toEqual([true, true, true, true]);
    expect(readdirSync(join(root, "whole/runs")).sort()).toEqual([
      "bm25.run",
      "fusion.run",
      "trained.run",
      "untrained.run",
    ]);
    const run = await readRun(join(root, "whole/runs/trained.run"));
    expect([...run.get("q4")!].map(({ id }) => id).sort()).toEqual(["a", "b", "c"]);
  });

  test("the same seed trains the same engine, another seed another; training again takes the old vectors away", async () => {
    const folder = collection("seeds", "train");
    const training = ["train", folder, "--epochs", "1", "--dimension", "32"];
    const [first, same, other] = [
      await json(...training),
      await json(...training, "--seed", "1"),
      await json(...training, "--seed", "2"),
    ];
    expect(same).toEqual(first);
    expect(other.history[0].trainingLoss).not.toBe(first.history[0].trainingLoss);
    await json("index", folder, "--to", join(folder, "elsewhere.index"));
    await json("index", folder);
    await json(...training);
    expect([
      existsSync(join(root, folder, "index.attention-search")),
      existsSync(join(root, folder, "elsewhere.index")),
    ]).toEqual([false, true]);
  });

  test("evaluates BM25 and an untrained engine where nothing was trained", async () => {
    const folder = collection("untrained", "test");
    const { out, code } = await call("evaluate", folder);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^2 queries: mean, 95 % interval, .*\nnDCG@10\n {2}bm25 {7}0\.000 {2}\[0\.000, 0\.000\]\n {2}untrained {2}\d\./,
    );
    expect(out).not.toContain("  trained");
  });

  test("keeps what the engine knows of words: a query needs no --knowledge", async () => {
    const folder = collection("knowing", "train");
    await json("train", folder, "--epochs", "1", "--dimension", "8", "--knowledge", "wordnet,sentence-pieces");
    expect((await json("query", "cab", folder)).hits.length).toBe(3);
  });

  test("says how it is used", async () => {
    const [all, one] = [await call("--help"), await call("train", "--help")];
    expect([all.code, one.code]).toEqual([0, 0]);
    for (const name of ["train <folder>", "index <folder>", "query <text> [folder]", "evaluate <folder>"])
      expect(all.out).toContain(`attention-search ${name}`);
    expect(one.out).toMatch(/^attention-search train <folder> \[options\]\n\nlearn from/);
    expect(one.out).toMatch(/--seed <n> +of all that is random/);
  });
});

describe("attention-search, called wrongly, says in one line what to do", () => {
  const folder = join(root, collection("wrong"));

  /** As `call`, in this process. */
  const said = async (...args: string[]): Promise<Said> => {
    const [out, errors]: [string[], string[]] = [[], []];
    const code = await main(args, { write: (text) => out.push(text) }, { write: (text) => errors.push(text) });
    return { code, out: out.join(""), errors: errors.join("") };
  };

  test.each([
    [["find", "x"], 'there is no command "find": attention-search --help'],
    [["train"], "<folder> is missing: attention-search train --help"],
    [["index", "a", "b"], '"b" is one too many: attention-search index --help'],
    [["train", folder, "--bogus"], "Unknown option '--bogus': attention-search train --help"],
    [["index", folder, "--to", ""], "--to is empty"],
    [["train", folder, "--epochs", "0"], '--epochs is "0", expected a whole number, at least 1'],
    [["train", folder, "--knowledge", "x"], 'there is no knowledge "x", expected of wordnet,sentence-pieces'],
    [["train", folder], `${folder} has no qrels/train.tsv, from which to learn`],
    [["evaluate", folder], `${folder} has no qrels/test.tsv, by which to judge`],
    [
      ["query", "x", folder],
      `${join(folder, "engine.attention-search")} is not there: attention-search train ${folder} makes it`,
    ],
  ])("%j", async (args, message) => {
    expect(await said(...args)).toEqual({ code: 2, out: "", errors: `attention-search: ${message}\n` });
  });

  test("as a process it ends with that code, and shows no stack", async () => {
    expect(await call("find")).toEqual(await said("find"));
  });

  test("a file that is missing, and a line that is wrong", async () => {
    const missing = await call("train", "nowhere");
    expect([missing.code, missing.errors]).toEqual([
      1,
      "attention-search: nowhere/corpus.jsonl is not there: a collection has corpus.jsonl and queries.jsonl\n",
    ]);
    const broken = collection("broken", "test");
    writeFileSync(join(root, broken, "corpus.jsonl"), '{"_id": "a", "text": "x"}\n{"_id": 3}\n');
    const { code, errors } = await call("evaluate", broken);
    expect([code, errors]).toEqual([1, "attention-search: broken/corpus.jsonl:2: no _id that is a text, not empty\n"]);
  });

  test("an engine that is damaged, and an index of another engine", async () => {
    const folder = collection("damaged", "train");
    await json("train", folder, "--epochs", "1", "--dimension", "8");
    const smaller = collection("smaller", "train");
    writeFileSync(join(root, smaller, "corpus.jsonl"), `${JSON.stringify(corpus[0])}\n${JSON.stringify(corpus[1])}\n`);
    await json("train", smaller, "--epochs", "1", "--dimension", "8");
    await json("index", smaller);
    const other = await call("query", "x", folder, "--from", join(smaller, "index.attention-search"));
    expect([other.code, other.errors]).toEqual([
      1,
      "attention-search: SearchEngine.load: index has 2 vectors, expected those of 3 documents with words\n",
    ]);
    writeFileSync(join(root, folder, "engine.attention-search"), "not an engine");
    const { code, errors } = await call("query", "x", folder);
    expect(code).toBe(1);
    expect(errors).toBe(
      'attention-search: attention-search: file "damaged/engine.attention-search" has another format, expected a saved search engine\n',
    );
  });
});
