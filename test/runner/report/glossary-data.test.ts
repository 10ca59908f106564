import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { readGlossary } from "../../../tools/runner/report/glossary.ts";
import { terms } from "./notebook.ts";

const folder = mkdtempSync(path.join(tmpdir(), "glossary-"));
afterAll(() => rmSync(folder, { recursive: true }));

function read(content: unknown): readonly unknown[] {
  const file = path.join(folder, "glossary.json");
  writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  return readGlossary(file);
}
const [term] = terms;

test("readGlossary(file) gives the terms", () => {
  expect(read(terms)).toEqual(terms);
});

test("readGlossary(file) gives none where there is no file", () => {
  expect(readGlossary(path.join(folder, "none.json"))).toEqual([]);
});

test.each([
  ["{}", "glossary.json: is {}, expected an array"],
  [["query"], 'glossary.json: [0] is "query", expected an object'],
  [
    [{ ...term, fr: "requête" }],
    "glossary.json: [0] has fr, expected only en, zh-Hans, zh-Hant, symbol, meaning, forms",
  ],
  [[{ ...term, "zh-Hant": undefined }], "glossary.json: [0].zh-Hant is missing, expected a text"],
  [[{ ...term, meaning: " " }], 'glossary.json: [0].meaning is " ", expected a text'],
  [[{ ...term, symbol: "" }], 'glossary.json: [0].symbol is "", expected a text'],
  [[{ ...term, forms: "queries" }], 'glossary.json: [0].forms is "queries", expected an array of texts'],
  [[term, term], 'glossary.json: [1].en is "query", which is there already'],
])("readGlossary(file) refuses %j", (content, message) => {
  expect(() => read(content)).toThrow(message);
});

test("readGlossary(file) names the file that is not JSON", () => {
  expect(() => read("[")).toThrow(/^glossary\.json: /);
});
