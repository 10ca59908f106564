import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { type RunResults, run } from "../../../tools/runner/commands/run.ts";
import { summarize } from "../../../tools/runner/commands/summary.ts";
import { codeCells } from "../../../tools/runner/notebook/code-cells.ts";
import type { CodeCell } from "../../../tools/runner/notebook/nbformat.ts";
import { parseNotebook } from "../../../tools/runner/notebook/read.ts";
import { fixtures } from "../temporary-folder.ts";

let folder: string;
let reports: string;
let results: RunResults;
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), "runner-test-"));
  reports = path.join(folder, "reports");
  for (const name of ["TMPDIR", "TEMP", "TMP"]) vi.stubEnv(name, folder);
  results = await run({ notebooks: fixtures("failing"), reports, timeLimit: 5000 });
}, 120_000);
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** The code cells of the executed copy that was written. */
const executed = (name: string): CodeCell[] =>
  codeCells(parseNotebook(readFileSync(path.join(reports, `${name}.ipynb`), "utf8"), name, ["tslab"]));
const outputTypes = (name: string): string[][] =>
  executed(name).map(({ outputs }) => outputs.map(({ output_type }) => output_type));

// For each notebook: the cell that fails, the cause that is told, and what the cells of its executed copy hold.
const notebooks: readonly [name: string, cell: number, cause: string, outputs: string[][]][] = [
  ["declaration-error", 2, "TS2322: line 1: Type 'Tensor' is not assignable to type 'string'.", [[], ["error"], []]],
  ["dying-kernel", 2, "KernelDied: the kernel died (exit code 3)", [["stream"], ["error"], []]],
  ["endless-await", 1, "TimeLimit: the cell did not end within 5 s", [["error"], []]],
  ["endless-loop", 2, "TimeLimit: the cell did not end within 5 s", [["stream"], ["error"], []]],
  [
    "false-check",
    2,
    "CheckError: check failed: T1.false: one is two: 1 is not equal to 2",
    [[], ["stream", "display_data", "error"], []],
  ],
  ["floating-rejection", 1, "UnhandledRejection: Error: nobody waits", [["stream", "error"], []]],
  ["late-rejection", 2, "UnhandledRejection: Error: too late", [["stream"], ["error"], [], []]],
  ["timer", 2, "UncaughtException: Error: in a timer", [["stream"], ["stream", "error"]]],
  ["type-error", 1, "TS18047: line 1: 'x' is possibly 'null'.", [["stream", "error"], ["stream"]]],
  ["undefined-name", 2, "TS2304: line 2: Cannot find name 'unknownName'.", [[], ["error"], []]],
];

test.each(notebooks)("run fails %s in cell %i: %s", (name, cell, cause, outputs) => {
  const file = `failing/${name}.ipynb`;
  const found = results.failures.filter(({ notebook }) => notebook === file);
  expect(found).toEqual([
    { notebook: file, cell, cellId: `cell-${cell}`, cause, detail: expect.stringContaining(cause.split(": ").at(-1)!) },
  ]);
  expect(outputTypes(name)).toEqual(outputs);
});

test("run writes the report of a notebook that fails, with the error in its place", () => {
  for (const [name, , cause] of notebooks) {
    const report = readFileSync(path.join(reports, `${name}.html`), "utf8");
    expect(report.replaceAll("&#39;", "'")).toContain(cause.split(": ").at(-1));
  }
});

test("run runs no cell after the one that failed", () => {
  for (const [name] of notebooks) expect(JSON.stringify(executed(name))).not.toContain("never reached\\n");
  expect(executed("false-check").map(({ execution_count }) => execution_count)).toEqual([1, 2, null]);
});

test("every failing fixture is expected here", () => {
  const files = readdirSync(fixtures("failing")).filter((file) => file.endsWith(".ipynb"));
  expect(files.sort()).toEqual(notebooks.map(([name]) => `${name}.ipynb`));
});

test("run caches nothing that failed, and leaves no temporary folder", () => {
  expect(readdirSync(reports)).not.toContain(".cache");
  expect(readdirSync(folder)).toEqual(["reports"]);
});

test("summarize(failures) names notebook, cell and cause in a line each", () => {
  const lines = summarize(results.failures).split("\n");
  expect(lines).toHaveLength(notebooks.length);
  expect(lines).toContain("✗ failing/dying-kernel.ipynb: cell 2: KernelDied: the kernel died (exit code 3)");
});
