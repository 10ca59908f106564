import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import { renderGlossary } from "../../../tools/runner/report/glossary-page.ts";
import { code, executed, terms, text } from "./notebook.ts";

const notebooks = [
  executed("01-a", [text("# Why *this*?\n\nTwo queries ask."), code("softmax")]),
  executed("02-b", [text("# How?\n\nBy a query, and softmax.")]),
];
const page = (): Document => new JSDOM(renderGlossary(terms, notebooks)).window.document;
const texts = (selector: string): (string | undefined)[] =>
  [...page().querySelectorAll(selector)].map(({ textContent }) => textContent?.replace(/\s+/g, " ").trim());

test("renderGlossary(…) shows each term with its meaning, in English order", () => {
  expect(texts(".term h2")).toEqual(["<code>", "query", "softmax"]);
  const [chinese, meaning, where] = texts("#query p");
  expect([chinese, where]).toEqual(["查询 查詢", "In 01 02"]);
  expect(meaning).toMatch(/^What is asked\. q/);
  expect(page().querySelectorAll("#query .symbol math")).toHaveLength(1);
});

test("renderGlossary(…) says the language of each text in Chinese", () => {
  expect(texts('.term [lang="zh-Hans"]')).toEqual(["码", "查询", "softmax（归一化指数函数）"]);
  expect(texts('.term [lang="zh-Hant"]')).toEqual(["碼", "查詢", "softmax（歸一化指數函數）"]);
});

test("renderGlossary(…) leads to the notebooks whose text names the term; code does not count", () => {
  const links = [...page().querySelectorAll(".where a")].map((link) => [
    link.closest(".term")?.id,
    link.getAttribute("href"),
    link.getAttribute("title"),
  ]);
  expect(links).toEqual([
    ["query", "01-a.html", "Why this?"],
    ["query", "02-b.html", "How?"],
    ["softmax", "02-b.html", "How?"],
  ]);
});

test("renderGlossary(…) lets terms be found by all their words, in all languages", () => {
  expect(page().querySelectorAll("[data-filters=term]")).toHaveLength(1);
  const found = [...page().querySelectorAll<HTMLElement>(".term")].map(({ dataset }) => dataset.terms);
  expect(found[1]).toBe("query queries 查询 查詢");
});

test("renderGlossary(…) says once what is the same in both scripts", () => {
  const [first] = terms;
  const same = { ...first!, "zh-Hans": "注意力", "zh-Hant": "注意力" };
  const { document } = new JSDOM(renderGlossary([same], notebooks)).window;
  expect([...document.querySelectorAll(".chinese span")].map(({ outerHTML }) => outerHTML)).toEqual([
    '<span lang="zh">注意力</span>',
  ]);
});
