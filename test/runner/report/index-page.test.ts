import { JSDOM } from "jsdom";
import { expect, test } from "vitest";
import type { ExecutedNotebook, Failure } from "../../../tools/runner/execute/failure.ts";
import type { Claims } from "../../../tools/runner/report/claims.ts";
import { renderIndex } from "../../../tools/runner/report/index-page.ts";
import { ledger } from "../../../tools/runner/report/ledger.ts";
import { checked, code, executed, framesFigure, heatmapFigure, plotted, text } from "./notebook.ts";

const claims: Claims = {
  sources: {
    B: { title: "A post", url: "https://example.org/b", language: "zh-Hans" },
    C: { title: "A note", language: "en" },
  },
  claims: [
    {
      id: "B1",
      source: "B",
      statement: "Sums to $1$.",
      notebook: "01-a",
      keys: ["sum"],
      outcome: "corrected",
      note: "*Nearly*.",
      literature: "Watson 1964",
    },
    { id: "B2", source: "B", statement: "More.", notebook: "02-b", keys: ["x"], outcome: "verified" },
    { id: "C1", source: "C", statement: "Said.", notebook: "01-a", keys: [], outcome: "cited, not computed" },
  ],
};
const notebooks = [
  executed("01-a", [text("# Does it *sum*?\n\nIt **does**.\n\nMore."), code("x", [checked("B1.sum")])]),
];

function page(executedNotebooks: readonly ExecutedNotebook[] = notebooks, failures: readonly Failure[] = []): Document {
  const { entries } = ledger(claims, executedNotebooks);
  return new JSDOM(
    renderIndex({ executed: executedNotebooks, failures, sources: claims.sources, entries, hasGlossary: true }),
  ).window.document;
}
const texts = (document: Document, selector: string): (string | undefined)[] =>
  [...document.querySelectorAll(selector)].map(({ textContent }) => textContent?.replace(/\s+/g, " ").trim());

test("renderIndex(…) lists each notebook by its question, with its answer, its state and its claims", () => {
  const index = page();
  expect(texts(index, ".notebooks h3")).toEqual(["Does it sum?"]);
  expect(texts(index, ".notebooks p")).toEqual(["It does.", "passed Claims B1 C1"]);
  expect(index.querySelector(".notebooks a")?.getAttribute("href")).toBe("01-a.html");
  expect(index.querySelectorAll("h1")).toHaveLength(1);
});

test("renderIndex(…) shows each notebook's time and first picture, and the words by which it is found", () => {
  const front = text("# Why?\n\n**Because.**\n\n- **Claims**: B1\n- **Time**: *one* minute");
  const plot = code("plot()", [plotted(heatmapFigure, { alt: "a map" }), plotted(framesFigure, { alt: "bars" })]);
  const index = page([executed("01-a", [front, plot, text("## Deeper\n\n**Takeaway.** Softmax sums to one.")])]);
  expect(texts(index, ".notebooks .time")).toEqual(["one minute"]);
  expect([...index.querySelectorAll(".cover img")].map((image) => image.getAttribute("alt"))).toEqual([""]);
  const terms = index.querySelector(".notebook")?.getAttribute("data-terms");
  for (const term of ["Why?", "Deeper", "Softmax sums to one", "B1 Sums to", "C1 Said."]) expect(terms).toContain(term);
});

test("renderIndex(…) shows where each claim stands, with its source and literature", () => {
  const index = page();
  expect(texts(index, ".ledger tbody th")).toEqual(["B1", "B2", "C1"]);
  expect(texts(index, ".ledger .state")).toEqual(["corrected", "not run", "cited, not computed"]);
  expect(texts(index, "#claim-B1 :is(.note, .literature)")).toEqual(["Nearly.", "Watson 1964"]);
  expect(index.querySelector("#claim-B1 math")).not.toBeNull();
  expect(index.querySelector("#claim-B1 .origin a")?.getAttribute("href")).toBe("https://example.org/b");
  expect(index.querySelector("#claim-C1 .origin a")).toBeNull();
});

test("renderIndex(…) shows each measured value beside its bound, leading to its check", () => {
  const index = page();
  expect(texts(index, "#claim-B1 .evidence li")).toEqual(["✓ B1.sum 2.22 × 10−16 < 10−12"]);
  expect(index.querySelector("#claim-B1 .evidence a")?.getAttribute("href")).toBe("01-a.html#check-B1.sum");
  expect(texts(index, "#claim-B2 .evidence li")).toEqual(["·B2.x not measured"]);
});

test("renderIndex(…) lists failures, those of notebooks without a report among them", () => {
  const index = page(notebooks, [
    { notebook: "notebooks/01-a.ipynb", cell: 2, cause: "Error: no" },
    { notebook: "notebooks/09-broken.ipynb", cause: "not JSON" },
  ]);
  expect(texts(index, ".failures li")).toEqual(["01-a.ipynb, cell 2: Error: no", "09-broken.ipynb: not JSON"]);
  expect([...index.querySelectorAll(".failures a")].map((link) => link.getAttribute("href"))).toEqual([
    "01-a.html#cell-2",
  ]);
});

test("renderIndex(…) marks a notebook that failed", () => {
  const failed = executed("01-a", [text("# A")], [{ notebook: "notebooks/01-a.ipynb", cause: "died" }]);
  expect(texts(page([failed]), ".notebooks .state")).toEqual(["failed"]);
});

test("renderIndex({ hasGlossary }) leads to the glossary if there is one", () => {
  expect([...page().querySelectorAll(".trail a")].map((link) => link.getAttribute("href"))).toEqual([
    "#ledger",
    "reference.html",
    "glossary.html",
  ]);
  const options = { executed: [], failures: [], sources: {}, entries: [], hasGlossary: false };
  expect(renderIndex(options)).not.toContain("glossary");
});
