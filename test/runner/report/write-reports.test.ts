import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { parseNotebook } from "../../../tools/runner/notebook/read.ts";
import type { Claims } from "../../../tools/runner/report/claims.ts";
import {
  type WriteReportsOptions,
  type WrittenReports,
  writeReports,
} from "../../../tools/runner/report/write-reports.ts";
import { checked, code, documented, executed, fullNotebook, terms, text } from "./notebook.ts";

const claims: Claims = {
  sources: { B: { title: "A post", language: "en" } },
  claims: [
    {
      id: "B1",
      source: "B",
      statement: "x",
      notebook: "01-a",
      keys: ["sum", "range", "exercise"],
      outcome: "verified",
    },
  ],
};
const first = { name: "01-a", notebook: fullNotebook(), failures: [] };
const second = executed("02-b", [text("# Second"), code("x", [checked("Z9.a")])]);

let reports: string;
let written: WrittenReports;
const write = (change: Partial<WriteReportsOptions> = {}): WrittenReports =>
  writeReports({ executed: [first, second], failures: [], claims, documented, inline: false, reports, ...change });
const read = (file: string): string => readFileSync(path.join(reports, file), "utf8");
const snapshot = (): [string, string][] => readdirSync(reports).map((file) => [file, read(file)]);

beforeAll(() => {
  reports = mkdtempSync(path.join(tmpdir(), "reports-"));
  written = write();
});
afterAll(() => rmSync(reports, { recursive: true }));

test("writeReports(…) writes a report and a copy of each notebook, the index, the reference and plotly.js, and nothing else", () => {
  expect(readdirSync(reports).sort()).toEqual([
    "01-a.html",
    "01-a.ipynb",
    "02-b.html",
    "02-b.ipynb",
    "index.html",
    "plotly.js",
    "reference.html",
  ]);
  expect(written.index).toBe(path.join(reports, "index.html"));
  const plotly = createRequire(import.meta.url).resolve("plotly.js-dist");
  expect(readFileSync(path.join(reports, "plotly.js")).equals(readFileSync(plotly))).toBe(true);
});

test("writeReports(…) copies the executed notebook", () => {
  expect(parseNotebook(read("01-a.ipynb"), "01-a.ipynb", ["tslab"])).toEqual(first.notebook);
});

test("writeReports(…) leads from each report to the next and the previous", () => {
  expect(read("01-a.html")).toMatch(/rel="next" href="02-b\.html"/);
  expect(read("02-b.html")).toMatch(/rel="prev" href="01-a\.html"/);
});

test("writeReports(…) gives back a check without a claim, and shows it in the report and the index", () => {
  const cause = "check Z9.a: claim Z9 is not in claims.json";
  expect(written.problems.map((problem) => [problem.notebook, problem.cell, problem.cause])).toEqual([
    ["02-b.ipynb", 1, cause],
  ]);
  expect(read("02-b.html")).toContain(cause);
  expect(read("index.html")).toContain(cause);
  expect(read("01-a.html")).not.toContain(cause);
});

test("writeReports(…) writes the same bytes for the same notebooks, and leaves files that are as they should be", () => {
  const before = snapshot();
  const touched = statSync(path.join(reports, "plotly.js")).mtimeMs;
  write();
  expect(snapshot()).toEqual(before);
  expect(statSync(path.join(reports, "plotly.js")).mtimeMs).toBe(touched);
});

test("writeReports(…) replaces a plotly.js that is another", () => {
  writeFileSync(path.join(reports, "plotly.js"), "damaged");
  write();
  expect(statSync(path.join(reports, "plotly.js")).size).toBeGreaterThan(1e6);
});

test("writeReports(…) lists in the index what could not be read", () => {
  write({ failures: [{ notebook: "notebooks/09-broken.ipynb", cause: "not JSON" }] });
  expect(read("index.html")).toContain("09-broken.ipynb: not JSON");
});

test("writeReports({ inline }) puts Plotly into the reports that plot, which then need no file beside them", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "reports-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  write({ reports: folder, inline: true });
  expect(readdirSync(folder)).not.toContain("plotly.js");
  const sizeOf = (file: string): number => statSync(path.join(folder, file)).size;
  expect(sizeOf("01-a.html")).toBeGreaterThan(1_400_000);
  expect(sizeOf("02-b.html")).toBeLessThan(100_000);
  // Sent alone, a report has nothing beside it to lead to: beginnings of addresses, in its own parts and in what cells made.
  const addresses = (file: string, place: string): string[] => [
    ...new Set(
      [...readFileSync(path.join(place, file), "utf8").matchAll(/<a\b[^>]*href="([^"]*)"/g)].map(
        ([, address = ""]) => /^(#|https:|[\w-]+\.)/.exec(address)?.[0] ?? address,
      ),
    ),
  ];
  expect(addresses("01-a.html", reports)).toEqual(expect.arrayContaining(["#", "index.", "02-b."]));
  expect(addresses("01-a.html", folder)).toEqual(["#"]);
  expect(addresses("02-b.html", folder)).toEqual(["#"]);
});

test("writeReports({ glossary }) writes a page of the terms, to which the index leads", () => {
  const other = mkdtempSync(path.join(tmpdir(), "reports-"));
  onTestFinished(() => rmSync(other, { recursive: true }));
  write({ glossary: terms, reports: other });
  expect(readFileSync(path.join(other, "glossary.html"), "utf8")).toContain('<span lang="zh-Hans">查询</span>');
  expect(readFileSync(path.join(other, "index.html"), "utf8")).toContain('href="glossary.html"');
});
