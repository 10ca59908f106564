import { expect, test } from "vitest";
import type { ExecutedNotebook } from "../../../tools/runner/execute/failure.ts";
import type { Claims, Outcome } from "../../../tools/runner/report/claims.ts";
import { ledger, type State } from "../../../tools/runner/report/ledger.ts";
import { checked, code, executed, pending, thrown } from "./notebook.ts";

const one = (keys: readonly string[], outcome: Outcome = "verified"): Claims => ({
  sources: { B: { title: "B", language: "en" } },
  claims: [{ id: "B1", source: "B", statement: "x", notebook: "01-a", keys, outcome }],
});
const run = (...outputs: Parameters<typeof code>[1] & object): ExecutedNotebook =>
  executed("01-a", [code("x", outputs)]);
const crashed = (...outputs: Parameters<typeof code>[1] & object): ExecutedNotebook => ({
  ...run(...outputs, thrown("Error", "no")),
  failures: [{ notebook: "01-a.ipynb", cell: 1, cause: "Error: no" }],
});

const untouched = executed("01-a", [pending("x")]);

test.each<[string, Claims, ExecutedNotebook[], State]>([
  ["all checks passed", one(["a", "b"]), [run(checked("B1.a"), checked("B1.b"))], "verified"],
  ["all checks passed, corrected", one(["a"], "corrected"), [run(checked("B1.a"))], "corrected"],
  [
    "all checks passed, inconclusive",
    one(["a"], "inconclusive at this scale"),
    [run(checked("B1.a"))],
    "inconclusive at this scale",
  ],
  ["nothing to check", one([], "cited, not computed"), [run()], "cited, not computed"],
  ["nothing to check, not run", one([], "cited, not computed"), [], "cited, not computed"],
  ["one check failed", one(["a", "b"]), [run(checked("B1.a"), checked("B1.b", false))], "failed"],
  ["one check failed, one missing", one(["a", "b"]), [crashed(checked("B1.a", false))], "failed"],
  ["a check passed once and failed once", one(["a"]), [run(checked("B1.a"), checked("B1.a", false))], "failed"],
  ["a check missing", one(["a", "b"]), [run(checked("B1.a"))], "incomplete"],
  ["stopped before its checks", one(["a"]), [crashed()], "incomplete"],
  ["no cell run", one(["a"]), [untouched], "not run"],
  ["the notebook not among those run", one(["a"]), [executed("02-b", [code("x")])], "not run"],
  [
    "the checks only in another notebook",
    one(["a"]),
    [run(), executed("02-b", [code("x", [checked("B1.a")])])],
    "incomplete",
  ],
])("ledger(claims, notebooks): %s", (_case, claims, notebooks, state) => {
  expect(ledger(claims, notebooks).entries.map((entry) => entry.state)).toEqual([state]);
});

test("ledger(claims, notebooks) lays each required check beside what was measured, in the order of the claim", () => {
  const { entries, problems } = ledger(one(["a", "b"]), [run(checked("B1.b"), checked("B1.a"))]);
  expect(entries[0]?.evidence.map(({ key, check }) => [key, check?.value])).toEqual([
    ["B1.a", 2.220446049250313e-16],
    ["B1.b", 2.220446049250313e-16],
  ]);
  expect(problems).toEqual([]);
});

test("ledger(claims, notebooks) does not depend on the order of the notebooks", () => {
  const notebooks = [run(checked("B1.a")), executed("02-b", [code("x")])];
  expect(ledger(one(["a"]), [...notebooks].reverse())).toEqual(ledger(one(["a"]), notebooks));
});

const causes = (claims: Claims, ...notebooks: ExecutedNotebook[]): string[] =>
  ledger(claims, notebooks).problems.map(
    ({ notebook, cell, cause }) => `${notebook}${cell ? ` ${cell}` : ""}: ${cause}`,
  );

test("ledger(claims, notebooks).problems names a check of an unknown claim", () => {
  expect(causes(one(["a"]), run(checked("B1.a"), checked("B9.a")))).toEqual([
    "01-a.ipynb 1: check B9.a: claim B9 is not in claims.json",
  ]);
});

test("ledger(claims, notebooks).problems names a check that its claim does not list", () => {
  expect(causes(one(["a"]), run(checked("B1.a"), checked("B1.zz")))).toEqual([
    '01-a.ipynb 1: check B1.zz: "zz" is not among the keys of B1 in claims.json',
  ]);
});

test("ledger(claims, notebooks).problems names a check made twice, in one notebook or in two", () => {
  expect(causes(one(["a"]), run(checked("B1.a"), checked("B1.a")))).toEqual([
    "01-a.ipynb 1: check B1.a is made twice, first in 01-a.ipynb, cell 1",
  ]);
  expect(causes(one(["a"]), run(checked("B1.a")), executed("02-b", [code("x", [checked("B1.a")])]))).toEqual([
    "02-b.ipynb 1: check B1.a: claims.json puts B1 into 01-a.ipynb",
    "02-b.ipynb 1: check B1.a is made twice, first in 01-a.ipynb, cell 1",
  ]);
});

test("ledger(claims, notebooks).problems names a required check that a whole run never made, and none after a failure", () => {
  expect(causes(one(["a"]), run())).toEqual(["01-a.ipynb: check B1.a is required by claims.json and never made"]);
  expect(causes(one(["a"]), crashed())).toEqual([]);
  expect(causes(one(["a"]))).toEqual([]);
});
