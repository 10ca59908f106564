import { expect, test } from "vitest";
import { spansOf, termSpans } from "../../../tools/runner/report/term-spans.ts";

const named = (words: string, text: string): string[] =>
  spansOf(words, text).map(({ from, to }) => text.slice(from, to));

test("spansOf(words, text) finds them in any case, as a plural, and with a hyphen for a blank", () => {
  expect(named("dot product", "Dot products, a dot-product score")).toEqual(["Dot products", "dot-product"]);
  expect(named("top-k", "the top k, top-k")).toEqual(["top k", "top-k"]);
});

test("spansOf(words, text) finds whole words only", () => {
  expect(named("attention", "self-attention, attentional, attention!")).toEqual(["attention"]);
});

test("spansOf(words, text) takes dots and stars as they are", () => {
  expect(named("a.b*", "axb, a.b*")).toEqual(["a.b*"]);
});

test("termSpans(term, text) finds the term and its other forms", () => {
  const term = { en: "query", "zh-Hans": "查询", "zh-Hant": "查詢", meaning: "What is asked.", forms: ["queries"] };
  expect(termSpans(term, "A query, two queries")).toEqual([
    { from: 2, to: 7 },
    { from: 13, to: 20 },
  ]);
});
