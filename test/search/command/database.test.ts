import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { main } from "../../../search/command/main.ts";
import { hasServer, type Server, startServer } from "../indexes/postgres/postgres-server.ts";

const root = mkdtempSync(join(tmpdir(), "attention-search-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** What a call says, and its exit code. */
async function call(...args: string[]) {
  const said = { code: 0, out: "", errors: "" };
  const stream = (name: "out" | "errors") => ({
    isTTY: false,
    write: (text: string) => {
      said[name] += text;
      return true;
    },
  });
  said.code = await main(args, stream("out") as never, stream("errors") as never);
  return said;
}

const json = async (...args: string[]) => {
  const { code, out, errors } = await call(...args, "--json");
  expect([code, code === 0 ? "" : errors]).toEqual([0, ""]);
  return JSON.parse(out);
};

const corpus = ["red apples", "a yellow taxi", "the green house", "", "apple pie"];
const lines = (entries: readonly object[]) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");
const folder = join(root, "collection");
beforeAll(async () => {
  mkdirSync(join(folder, "qrels"), { recursive: true });
  writeFileSync(join(folder, "corpus.jsonl"), lines(corpus.map((text, i) => ({ _id: `d${i}`, text }))));
  writeFileSync(join(folder, "queries.jsonl"), lines([{ _id: "q", text: "apple" }]));
  writeFileSync(join(folder, "qrels", "train.tsv"), "query-id\tcorpus-id\tscore\nq\td0\t1\n");
});
const train = (seed: string) => json("train", folder, "--epochs", "1", "--dimension", "8", "--seed", seed);

describe.each([
  { kind: "a folder", there: true },
  { kind: "a server", there: hasServer },
])("attention-search index --to $kind", ({ kind, there }) => {
  let server: Server | undefined;
  let place = join(root, "database");
  beforeAll(async () => {
    if (kind !== "a server" || !there) return;
    server = await startServer();
    place = server.address();
  });
  afterAll(() => server?.remove());

  test.skipIf(!there)("keeps vectors there, once; query --from it finds what a file finds", async () => {
    await train("1");
    const said = server === undefined ? place : `postgres://127.0.0.1:${server.port}/postgres`;
    for (let time = 0; time < 2; time++)
      expect(await json("index", folder, "--to", place)).toEqual({ to: said, documents: 4, dimension: 8 });
    await json("index", folder);
    const [fromFile, fromDatabase] = [
      await json("query", "apples", folder),
      await json("query", "apples", folder, "--from", place),
    ];
    const ids = ({ hits }: { hits: { id: string }[] }) => hits.map(({ id }) => id);
    expect(ids(fromDatabase)).toEqual(ids(fromFile));
    expect(ids(fromDatabase).length).toBe(4);
    await train("2");
    expect(await call("query", "apples", folder, "--from", place)).toEqual({
      code: 2,
      out: "",
      errors: `attention-search: ${said} has no vectors of this engine: attention-search index --to it again\n`,
    });
    await json("index", folder, "--to", place);
    expect(ids(await json("query", "apples", folder, "--from", place)).length).toBe(4);
  });

  test.skipIf(!there)("a database with documents of another folder is not taken for this one's", async () => {
    const other = join(root, `other ${kind}`);
    mkdirSync(join(other, "qrels"), { recursive: true });
    for (const file of readdirSync(join(folder, "qrels")))
      writeFileSync(join(other, "qrels", file), "query-id\tcorpus-id\tscore\nq\tx\t1\n");
    writeFileSync(join(other, "queries.jsonl"), lines([{ _id: "q", text: "apple" }]));
    writeFileSync(join(other, "corpus.jsonl"), lines([{ _id: "x", text: "apple" }]));
    await json("train", other, "--epochs", "1", "--dimension", "8");
    const { code, errors } = await call("index", other, "--to", place);
    expect([code, errors.split("\n").at(-2)]).toEqual([
      2,
      "attention-search: the database holds 4 documents that are not in the folder: give another one",
    ]);
  });
});

test("a database that is not there is said, in one line", async () => {
  await train("1");
  expect(await call("index", folder, "--to", "postgres://me:secret@127.0.0.1:1/x")).toEqual({
    code: 1,
    out: "",
    errors: "attention-search: indexes.postgres: no server answers at 127.0.0.1:1/x (ECONNREFUSED)\n",
  });
});
