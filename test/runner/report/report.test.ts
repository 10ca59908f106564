import { JSDOM } from "jsdom";
import { describe, expect, test } from "vitest";
import type { Failure } from "../../../tools/runner/execute/failure.ts";
import type { Notebook } from "../../../tools/runner/notebook/nbformat.ts";
import { html } from "../../../tools/runner/report/html.ts";
import { type ReportOptions, renderReport } from "../../../tools/runner/report/report.ts";
import {
  checked,
  code,
  display,
  documented,
  fullNotebook,
  notebook,
  pending,
  stream,
  text,
  thrown,
} from "./notebook.ts";

const parse = (cells: Notebook, options: Partial<ReportOptions> = {}): Document =>
  new JSDOM(renderReport(cells, { name: "01-scale", failures: [], documented, ...options })).window.document;
const texts = (page: Document, selector: string): (string | undefined)[] =>
  [...page.querySelectorAll(selector)].map(({ textContent }) => textContent?.trim());
const failed = (cell: number, cause: string, detail?: string): Failure => ({
  notebook: "notebooks/01-scale.ipynb",
  cell,
  cause,
  ...(detail ? { detail } : {}),
});

describe("renderReport(notebook)", () => {
  const page = parse(fullNotebook());

  test("has one h1, the notebook's title, which also names the window", () => {
    expect(page.querySelectorAll("h1")).toHaveLength(1);
    expect(page.querySelector("h1 math")).not.toBeNull();
    expect(page.title).toBe("What does \\sqrt{d} do?");
    expect(page.documentElement.lang).toBe("en");
  });

  test("lists the headings of ranks 2 and 3, each leading to one that is there", () => {
    expect(texts(page, ".contents a")).toEqual(["The statement", "In frames", "Tables", "Exercise"]);
    for (const link of page.querySelectorAll<HTMLAnchorElement>(".contents a"))
      expect(page.getElementById(decodeURIComponent(link.hash.slice(1)))?.tagName).toMatch(/^H[23]$/);
  });

  test("has no two elements of the same id", () => {
    const ids = [...page.querySelectorAll("[id]")].map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });

  test("shows all code unfolded and coloured, in numbered cells", () => {
    expect(texts(page, ".source > summary")).toEqual(Array.from({ length: 9 }, (_, index) => `Cell ${index + 1}`));
    expect(page.querySelectorAll(".source:not([open])")).toHaveLength(0);
    expect(texts(page, "#cell-1 .hljs-keyword")).toEqual(["import", "from", "const"]);
  });

  test("shows what cells wrote, apart by stream", () => {
    expect(texts(page, ".stdout")).toEqual(["two\nlines"]);
    expect(texts(page, ".stderr")).toEqual(["a warning"]);
  });

  test("shows tables and progress of cells, and checks with their anchors", () => {
    expect(texts(page, ".output caption")).toEqual(["Wide"]);
    expect(page.querySelector("progress")?.getAttribute("value")).toBe("3");
    expect(texts(page, "#check-B1\\.sum .statement")).toEqual(["the statement of B1.sum"]);
  });

  test("folds the cells tagged solution, neighbours together", () => {
    expect(page.querySelectorAll("details.solution")).toHaveLength(1);
    expect(page.querySelector("details.solution")?.hasAttribute("open")).toBe(false);
    expect(texts(page, ".solution .text")).toEqual(["The sum is one."]);
    expect(page.querySelector(".solution #check-B1\\.exercise")).not.toBeNull();
  });

  test("counts the checks that passed, and offers the notebook", () => {
    expect(texts(page, ".front .state")).toEqual(["3 checks passed"]);
    expect(page.querySelector("a[download]")?.getAttribute("href")).toBe("01-scale.ipynb");
  });

  test("lists every check with its statement, what was measured and its bound, leading to its place", () => {
    expect(texts(page, ".checks tbody th")).toEqual(["B1.sum", "B1.range", "B1.exercise"]);
    expect(texts(page, ".checks tbody tr:first-child td")).toEqual([
      "✓",
      "the statement of B1.sum",
      expect.stringContaining("10−12"),
    ]);
    const links = [...page.querySelectorAll(".checks a")].map((link) => link.getAttribute("href")!.slice(1));
    expect(links.map((id) => page.getElementById(id)?.className)).toEqual(links.map(() => "check passed"));
  });

  test("leads to the documentation and the source of what it uses", () => {
    expect([...page.querySelectorAll(".used a")].map((link) => link.getAttribute("href"))).toEqual([]);
    const using = parse(notebook(code('import { attend } from "attention-lab";\nattend(q, k, v);')));
    expect([...using.querySelectorAll(".used a")].map((link) => link.getAttribute("href"))).toEqual([
      "reference.html#attend",
      "../lib/attend.ts",
    ]);
  });

  test("is the same for the same notebook", () => {
    const cells = fullNotebook();
    expect(renderReport(cells, { name: "a", failures: [], documented })).toBe(
      renderReport(cells, { name: "a", failures: [], documented }),
    );
  });
});

test("renderReport(notebook) of a notebook without a title is called by its name", () => {
  expect(texts(parse(notebook(code("1"))), "h1")).toEqual(["01-scale"]);
});

test("renderReport(notebook) without plots holds no script for them", () => {
  const plain = renderReport(notebook(text("# A")), { name: "a", failures: [], documented });
  expect(plain).not.toContain("plotly.js");
  expect(plain.length).toBeLessThan(40_000);
});

test("renderReport(notebook, { previous, next }) leads to its neighbours and to the index", () => {
  const page = parse(notebook(text("# A")), {
    previous: { name: "00-start", title: html`Start` },
    next: { name: "02 & more", title: html`More` },
  });
  const links = [...page.querySelectorAll("footer a")].map((link) => [
    link.getAttribute("rel"),
    link.getAttribute("href"),
  ]);
  expect(links).toEqual([
    ["prev", "00-start.html"],
    ["next", "02%20%26%20more.html"],
  ]);
  expect(page.querySelector(".trail a")?.getAttribute("href")).toBe("index.html");
});

describe("renderReport(notebook, { failures })", () => {
  test("lists failures on top, each leading to its cell", () => {
    const cells = notebook(text("# A"), code("ok"), code("bad", [thrown("Error", "no")]), pending("later"));
    const page = parse(cells, { failures: [failed(2, "Error: no")] });
    expect(texts(page, ".failures li")).toEqual(["Cell 2: Error: no"]);
    expect(page.querySelector(".failures a")?.getAttribute("href")).toBe("#cell-2");
    expect(texts(page, ".front .state")).toEqual(["failed"]);
  });

  test("shows an error once, in its cell, without the terminal's colours", () => {
    const cells = notebook(code("bad", [stream("stdout", "before"), thrown("Error", "no")]));
    const page = parse(cells, { failures: [failed(1, "Error: no", "Error: no\n  at x")] });
    expect(texts(page, "#cell-1 [role=alert] strong")).toEqual(["Error: no"]);
    expect(texts(page, "#cell-1 [role=alert] pre")).toEqual(["at cell:1:7"]);
  });

  test("shows in its cell a failure that no output tells of, as of the type checker", () => {
    const page = parse(notebook(pending("let a: number = 'x'")), {
      failures: [failed(1, "TS2322: not a number", "line 1: Type 'string'")],
    });
    expect(texts(page, "#cell-1 [role=alert] strong")).toEqual(["TS2322: not a number"]);
    expect(texts(page, "#cell-1 [role=alert] pre")).toEqual(["line 1: Type 'string'"]);
    expect(texts(page, ".badge")).toEqual([]);
  });

  test("marks the cells that were not run", () => {
    const cells = notebook(code("bad", [thrown("Error", "no")]), pending("a"), pending(" "), code("b"));
    const page = parse(cells, { failures: [failed(1, "Error: no")] });
    expect([...page.querySelectorAll(".not-run")].map(({ id }) => id)).toEqual(["cell-2"]);
  });

  test("opens a solution that failed", () => {
    const cells = notebook(code("bad", [thrown("Error", "no")], { tags: ["solution"] }));
    expect(parse(cells, { failures: [failed(1, "Error: no")] }).querySelector("details.solution[open]")).not.toBeNull();
  });

  test("tells of a failure of the whole notebook without a link", () => {
    const page = parse(notebook(), { failures: [{ notebook: "notebooks/01-scale.ipynb", cause: "the kernel died" }] });
    expect(texts(page, ".failures li")).toEqual(["The notebook: the kernel died"]);
    expect(page.querySelector(".failures a")).toBeNull();
  });
});

test("renderReport(notebook) shows a failed check before the error it throws", () => {
  const cells = notebook(code("check()", [checked("B1.sum", false, "NaN"), thrown("CheckError", "check failed")]));
  const page = parse(cells, { failures: [failed(1, "CheckError: check failed")] });
  expect(texts(page, "#check-B1\\.sum .measured")).toEqual(["NaN should be < 10−12"]);
  expect([...page.querySelectorAll("#cell-1 > :is(.check, .error)")].map(({ className }) => className)).toEqual([
    "check failed",
    "error",
  ]);
});

test("renderReport(notebook) shows plain text where an output has nothing else it can show", () => {
  const page = parse(notebook(code("x", [display({ "application/x-unknown": {}, "text/plain": "<plain>" })])));
  expect(texts(page, "pre.output")).toEqual(["<plain>"]);
});
