import { readdirSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { projectRoot } from "../../../tools/runner/project/root.ts";
import { typecheck } from "../../../tools/runner/typecheck/typecheck.ts";
import { notebookOf } from "../notebook-of.ts";

const limit = { timeout: 60_000 };

test("typecheck finds each error in its notebook, cell and line", limit, async () => {
  const errors = await typecheck([
    notebookOf("const a: number = 1;", "a + 1"),
    notebookOf("// a comment\nconst b = null;", "const c: string =\n  b;"),
  ]);
  expect(errors).toEqual([
    [],
    [{ cell: 2, line: 1, column: 7, code: "TS2322", message: "Type 'null' is not assignable to type 'string'." }],
  ]);
});

test("typecheck is strict, and knows Node's names but not a browser's", limit, async () => {
  const [errors = []] = await typecheck([notebookOf("const f = (x) => x;", "process.version; f(1)", "document.title")]);
  expect(errors.map(({ cell, code }) => [cell, code])).toEqual([
    [1, "TS7006"],
    [3, "TS2584"],
  ]);
});

test("typecheck takes cells as statements: none continues the one before", limit, async () => {
  const errors = await typecheck([
    notebookOf("const a = 1", "(a + 1).toFixed()", "await Promise.resolve(a)", "`text`"),
  ]);
  expect(errors).toEqual([[]]);
});

test("typecheck resolves the project's packages and keeps the lines of long messages together", limit, async () => {
  const [errors = []] = await typecheck([
    notebookOf(
      'import { tensor } from "attention-lab";',
      "const f: (x: { a: number }) => void = (x: { a: string }) => {};",
      "const t: number = tensor([1]);",
    ),
  ]);
  expect(errors.map(({ cell }) => cell)).toEqual([2, 3]);
  expect(errors[0]?.message).toMatch(/^Type .* is not assignable to type .*\n\s+Types of parameters/);
});

test("typecheck lays a cell that stops in the middle to that cell", limit, async () => {
  const [errors = []] = await typecheck([notebookOf("const a = 1;", "const b = [1, 2")]);
  expect(errors.map(({ cell, line }) => [cell, line])).toEqual([[2, 1]]);
});

test("typecheck leaves no file behind", limit, async () => {
  await typecheck([notebookOf("const a: string = 1;")]);
  const cache = path.join(projectRoot, "node_modules", ".cache");
  await expect.poll(() => readdirSync(cache).filter((name) => name.startsWith("types-"))).toEqual([]);
});
