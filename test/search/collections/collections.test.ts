import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ArgumentError } from "../../../lib/index.ts";
import { CollectionError, readCollection, readRun, writeRun } from "../../../search/index.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "collection-"));
  await mkdir(join(folder, "qrels"));
  await write("corpus.jsonl", '{"_id":"d1","title":"T","text":"one"}\n{"_id":"d2","text":"","metadata":{}}\n');
  await write("queries.jsonl", '{"_id":"q1","text":"first"}\n{"_id":"q2","text":""}');
  await write("qrels/test.tsv", "query-id\tcorpus-id\tscore\nq1\td1\t2\nq1\tgone\t-1\n");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const write = (file: string, content: string): Promise<void> => writeFile(join(folder, file), content);

async function complaint(call: () => Promise<unknown>): Promise<string> {
  const error = await call().then(
    () => undefined,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(CollectionError);
  return error.message;
}

describe("readCollection(folder)", () => {
  test("reads documents, queries, and the judgements that there are", async () => {
    expect(await readCollection(folder)).toEqual({
      documents: [
        { id: "d1", title: "T", text: "one" },
        { id: "d2", text: "" },
      ],
      queries: [
        { id: "q1", text: "first" },
        { id: "q2", text: "" },
      ],
      judgements: {
        test: new Map([
          [
            "q1",
            new Map([
              ["d1", 2],
              ["gone", -1],
            ]),
          ],
        ]),
      },
    });
  });

  test("takes Windows' line ends, a mark of byte order, empty lines, and separators within texts", async () => {
    await write("corpus.jsonl", '\ufeff{"_id":"a","text":"x\u2028y"}\r\n\r\n{"_id":"b","text":"z"}\r\n');
    await write("qrels/test.tsv", "query-id\tcorpus-id\tscore\r\nq1\ta\t1\r\n");
    const { documents, judgements } = await readCollection(folder);
    expect(documents).toEqual([
      { id: "a", text: "x\u2028y" },
      { id: "b", text: "z" },
    ]);
    expect(judgements.test!.get("q1")).toEqual(new Map([["a", 1]]));
  });

  test("reads lines that are longer than what is read at once", async () => {
    const text = "é😀".repeat(100_000);
    await write("corpus.jsonl", `${JSON.stringify({ _id: "long", text })}\n{"_id":"b","text":"z"}`);
    expect((await readCollection(folder)).documents).toEqual([
      { id: "long", text },
      { id: "b", text: "z" },
    ]);
  });

  test.each(["corpus.jsonl", "queries.jsonl"])("names %s when it is not there", async (name) => {
    await rm(join(folder, name));
    const file = join(folder, name);
    expect(await complaint(() => readCollection(folder))).toBe(
      `${file} is not there: a collection has corpus.jsonl and queries.jsonl`,
    );
  });

  const headings = "query-id\tcorpus-id\tscore\n";
  test.each([
    ["corpus.jsonl", '{"_id":"a","text":"x"}\n\n{"_id":', 3, "no JSON object"],
    ["corpus.jsonl", "[1]", 1, "no JSON object"],
    ["corpus.jsonl", "null", 1, "no JSON object"],
    ["corpus.jsonl", '{"text":"x"}', 1, "no _id that is a text, not empty"],
    ["corpus.jsonl", '{"_id":"","text":"x"}', 1, "no _id that is a text, not empty"],
    ["corpus.jsonl", '{"_id":"a"}', 1, "no text"],
    ["corpus.jsonl", '{"_id":"a","title":3,"text":"x"}', 1, "a title that is no text"],
    ["corpus.jsonl", '{"_id":"a","text":"x"}\n{"_id":"a","text":"y"}', 2, '_id "a" again'],
    ["queries.jsonl", '{"_id":"q1","text":"x"}\n{"_id":3,"text":"y"}', 2, "no _id that is a text, not empty"],
    ["qrels/train.tsv", `${headings}q1 d1 1`, 2, "not query, document and grade between tabs"],
    ["qrels/dev.tsv", `${headings}q1\td1\t1\t2`, 2, "not query, document and grade between tabs"],
    ["qrels/test.tsv", `${headings}q1\td1\thigh`, 2, 'grade "high" is no whole number'],
    ["qrels/test.tsv", "q1\td1\t0.5", 1, 'grade "0.5" is no whole number'],
    ["qrels/test.tsv", `${headings}q9\td1\t1`, 2, 'query "q9" is not in queries.jsonl'],
    ["qrels/test.tsv", `${headings}q1\td1\t1\nq1\td1\t1`, 3, 'document "d1" again for this query'],
  ])("names the line of %s that is wrong: %j", async (name, content, line, has) => {
    await write(name, content);
    expect(await complaint(() => readCollection(folder))).toBe(`${join(folder, name)}:${line}: ${has}`);
  });
});

describe("writeRun(file, run, tag) and readRun(file)", () => {
  const run = new Map([
    [
      "q1",
      [
        { id: "a", score: 0.1 },
        { id: "b", score: 1 / 3 },
      ],
    ],
    ["q2", [{ id: "😀", score: -1e-20 }]],
  ]);

  test("bring back the same, in the order of ranks, to the last digit", async () => {
    const file = join(folder, "run");
    await writeRun(file, run, "mine");
    expect(await readFile(file, "utf8")).toBe(
      "q1 Q0 b 1 0.3333333333333333 mine\nq1 Q0 a 2 0.1 mine\nq2 Q0 😀 1 -1e-20 mine\n",
    );
    const read = await readRun(file);
    expect(read.get("q1")).toEqual([...run.get("q1")!].reverse());
    expect([...read.keys()]).toEqual(["q1", "q2"]);
    expect(read.get("q2")).toEqual(run.get("q2"));
  });

  test.each([
    ["q1 Q0 a 1 0.5", 1, "not query, Q0, document, rank, score and tag"],
    ["q1 Q0 a 1 0.5 t\nq1 Q0 b 2 high t", 2, 'score "high" is no finite number'],
    ["q1\tQ0 a 1 0.5 t\nq1 Q0 a 2 0.4 t", 2, 'document "a" again for this query'],
  ])("names the line that is wrong: %j", async (content, line, has) => {
    await write("run", content);
    const file = join(folder, "run");
    expect(await complaint(() => readRun(file))).toBe(`${file}:${line}: ${has}`);
  });

  test.each([
    ["tag", 'value "my tag"', run, "my tag"],
    ["a query of run", 'value "q 1"', new Map([["q 1", []]]), "t"],
    ["a document of run", 'value "a\\tb"', new Map([["q", [{ id: "a\tb", score: 1 }]]]), "t"],
  ])("refuse what would not be read: %s has %s", async (argument, has, wrong, tag) => {
    const call = writeRun(join(folder, "run"), wrong as typeof run, tag);
    const error = new ArgumentError("writeRun", argument, has, "a text without spaces, not empty");
    await expect(call).rejects.toThrow(error);
  });
});
