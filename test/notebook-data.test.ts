import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { readCollection } from "../search/index.ts";

// The data of notebooks that a script makes: what is committed is what it writes.

const data = join(dirname(dirname(fileURLToPath(import.meta.url))), "notebooks", "data");

const filesIn = (folder: string): [name: string, text: string][] =>
  readdirSync(folder, { recursive: true, encoding: "utf8", withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => [file.slice(folder.length + 1), readFileSync(file, "utf8")]);

test("emoji.mjs writes the collection of emoji again, byte for byte", () => {
  const folder = mkdtempSync(join(tmpdir(), "emoji-"));
  try {
    execFileSync(process.execPath, [join(data, "emoji.mjs"), folder]);
    expect(filesIn(folder)).toEqual(filesIn(join(data, "emoji")));
    expect(filesIn(folder).length).toBe(5);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("the collection of emoji holds words out: none of a test query is in a query to train on or to choose by", async () => {
  const { documents, queries, judgements } = await readCollection(join(data, "emoji"));
  const textOf = new Map(queries.map(({ id, text }) => [id, text]));
  const wordsOf = (split: "train" | "dev" | "test") =>
    [...judgements[split]!.keys()].flatMap((query) => textOf.get(query)!.split(" "));
  const seen = new Set([...wordsOf("train"), ...wordsOf("dev")]);
  expect(wordsOf("test").length).toBeGreaterThan(800);
  expect(wordsOf("test").filter((word) => seen.has(word))).toEqual([]);
  const ids = new Set(documents.map(({ id }) => id));
  const judged = Object.values(judgements).flatMap((grades) => [...grades.values()].flatMap((of) => [...of.keys()]));
  expect(judged.filter((id) => !ids.has(id))).toEqual([]);
});
