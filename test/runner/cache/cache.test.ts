import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { openCache } from "../../../tools/runner/cache/cache.ts";
import { environmentDigest } from "../../../tools/runner/cache/digest.ts";
import { mapCodeCells } from "../../../tools/runner/notebook/code-cells.ts";
import type { Notebook } from "../../../tools/runner/notebook/nbformat.ts";
import { notebookOf } from "../notebook-of.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const executed = (notebook: Notebook): Notebook =>
  mapCodeCells(notebook, (cell, index) => ({
    ...cell,
    execution_count: index + 1,
    outputs: [{ output_type: "stream", name: "stdout", text: "done\n" }],
  }));

test("load(name, notebook) gives the stored outputs back, around new Markdown too", () => {
  const cache = openCache(temporaryFolder(), "environment");
  const notebook = notebookOf("1 + 1", "2 + 2");
  cache.store("01-x", executed(notebook));
  expect(cache.load("01-x", notebook)).toEqual(executed(notebook));
  const title = { id: "title", cell_type: "markdown", metadata: {}, source: "# New" } as const;
  const edited = { ...notebook, cells: [title, ...notebook.cells] };
  expect(cache.load("01-x", edited)).toEqual(executed(edited));
});

test("load(name, notebook) is undefined when a cell, the environment or the name is another", () => {
  const folder = temporaryFolder();
  openCache(folder, "environment").store("01-x", executed(notebookOf("1 + 1")));
  expect(openCache(folder, "environment").load("01-x", notebookOf("1 + 1"))).toBeDefined();
  expect(openCache(folder, "environment").load("01-x", notebookOf("1 + 2"))).toBeUndefined();
  expect(openCache(folder, "another").load("01-x", notebookOf("1 + 1"))).toBeUndefined();
  expect(openCache(folder, "environment").load("02-y", notebookOf("1 + 1"))).toBeUndefined();
});

test.each(["data", "runs"])("environmentDigest(folder) depends on the %s beside the notebooks", (read) => {
  const folder = temporaryFolder();
  const without = environmentDigest(folder);
  expect(environmentDigest(folder)).toBe(without);
  mkdirSync(path.join(folder, read));
  writeFileSync(path.join(folder, read, "a.csv"), "1,2\n");
  const withData = environmentDigest(folder);
  expect(withData).not.toBe(without);
  writeFileSync(path.join(folder, read, "a.csv"), "1,3\n");
  expect(environmentDigest(folder)).not.toBe(withData);
});
