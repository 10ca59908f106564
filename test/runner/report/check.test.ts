import { expect, test } from "vitest";
import { readCheck, readChecks } from "../../../tools/runner/report/check.ts";
import { renderCheck } from "../../../tools/runner/report/check-view.ts";
import { checked, code, display, notebook, text } from "./notebook.ts";

const type = "application/vnd.attention-lab.check+json";
const sound = { key: "B1.sum", statement: "sums to 1", value: 0.5, bound: { below: 1 }, passed: true };

test("readCheck(output) reads each kind of bound", () => {
  for (const bound of [{ below: 1 }, { above: 0 }, { within: [0, 1] }, { equals: "x" }]) {
    expect(readCheck(display({ [type]: { ...sound, bound } }))).toEqual({ ...sound, bound });
  }
});

test.each([
  ["no claim in the key", { key: "sum" }],
  ["markup in the key", { key: "B1.<b>" }],
  ["no statement", { statement: 1 }],
  ["no value", { value: null }],
  ["no bound", { bound: undefined }],
  ["an unknown bound", { bound: { around: 1 } }],
  ["two bounds", { bound: { below: 1, above: 0 } }],
  ["half a range", { bound: { within: [1] } }],
  ["no verdict", { passed: "yes" }],
])("readCheck(output) takes none with %s", (_what, change) => {
  expect(readCheck(display({ [type]: { ...sound, ...change } }))).toBeUndefined();
});

test("readChecks(notebook) tells the code cell of each, counted from 1", () => {
  const found = readChecks(
    notebook(text("a"), code("b"), text("c"), code("d", [checked("B1.sum"), checked("B1.range")])),
  );
  expect(found.map(({ check, cell }) => [check.key, cell])).toEqual([
    ["B1.sum", 2],
    ["B1.range", 2],
  ]);
});

test.each([
  [{ below: 1e-12 }, true, "<strong>2.22 × 10<sup>−16</sup></strong>", "&lt; 10<sup>−12</sup>"],
  [{ above: 1 }, false, "<strong>2.22 × 10<sup>−16</sup></strong>", "should be &gt; 1"],
  [{ within: [0, 1] as const }, true, "<strong>2.22 × 10<sup>−16</sup></strong>", "∈ [0, 1]"],
  [{ equals: 1 }, false, "<strong>2.22 × 10<sup>−16</sup></strong>", "should be = 1"],
])("renderCheck(check) shows the value beside the bound %j", (bound, passed, value, limit) => {
  const { markup } = renderCheck(readCheck(checked("B1.sum", passed, 2.220446049250313e-16, bound))!);
  expect(markup).toContain('id="check-B1.sum"');
  expect(markup).toContain('href="index.html#claim-B1"');
  expect(markup).toContain(value);
  expect(markup).toContain(limit);
  expect(markup).toContain(passed ? 'aria-label="passed"' : 'aria-label="failed"');
});
