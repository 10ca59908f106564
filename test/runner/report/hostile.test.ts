import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { JSDOM } from "jsdom";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { ExecutedNotebook, Failure } from "../../../tools/runner/execute/failure.ts";
import type { Claims } from "../../../tools/runner/report/claims.ts";
import { html } from "../../../tools/runner/report/html.ts";
import { renderReport } from "../../../tools/runner/report/report.ts";
import { writeReports } from "../../../tools/runner/report/write-reports.ts";
import { hasBrowser, launchBrowser } from "../../browser.ts";
import { payloads } from "./hostile-texts.ts";
import { checked, code, display, documentedAs, executed, notebook, plotted, stream, text, thrown } from "./notebook.ts";

const plain = payloads.map((payload) => payload.replace(/\n/g, " "));
const all = plain.join(" ");

const figure = (payload: string): object => ({
  data: [
    {
      type: "scatter",
      name: payload,
      x: [1, 2],
      y: [1, 2],
      text: [payload, payload],
      hovertext: payload,
      hovertemplate: payload,
    },
    { type: "bar", name: "b", x: [payload, "c"], y: [1, 2] },
  ],
  layout: {
    title: { text: payload },
    xaxis: { title: { text: payload } },
    annotations: [
      { text: payload, x: 1, y: 1 },
      { text: `<a href="javascript:hit()">${payload}</a>`, x: 2, y: 1 },
    ],
    images: [{ source: "https://example.org/a.png", x: 0, y: 0, sizex: 1, sizey: 1 }],
    sliders: [
      {
        currentvalue: { prefix: payload, suffix: payload },
        steps: [
          { label: payload, method: "constructor", args: [payload] },
          { label: payload, method: "update", args: [{ name: payload }, { "title.text": payload }] },
        ],
      },
    ],
  },
  config: { plotlyServerURL: "https://example.org", modeBarButtonsToAdd: ["sendDataToCloud"] },
});

const cellsOf = (payload: string): ExecutedNotebook["notebook"]["cells"] => [
  text(payload),
  text(`## ${payload}`),
  code(payload, [
    stream("stdout", payload),
    display({ "text/html": payload, "text/plain": payload }),
    display({ "text/plain": payload }),
    checked("B1.sum", true, payload, { equals: payload }),
    { ...checked(payload, false), metadata: { payload } },
    plotted(figure(payload), { alt: payload, caption: payload }, payload),
    display(
      {
        "application/vnd.plotly.v1+json": figure(payload),
        "text/html": `<img src="data:image/svg+xml;base64,AA" width="1" height="1" onerror="hit()">${payload}`,
      },
      { "attention-lab": { alt: payload } },
    ),
    thrown(payload, payload),
  ]),
];

const failureOf = (payload: string): Failure => ({ notebook: payload, cell: 1, cause: payload, detail: payload });

const notebooks: readonly ExecutedNotebook[] = [
  executed("01-first", [text(`# ${all}`), ...cellsOf(all)], plain.map(failureOf)),
  executed(
    "02-second",
    payloads.map((payload) => text(payload)),
  ),
  executed(
    "03-third",
    payloads.map((payload) => code(payload, [display({ "text/html": payload })])),
  ),
  executed(
    "04-plots",
    payloads.slice(0, 12).map((payload) => code("p", [plotted(figure(payload), { alt: payload })])),
  ),
];
const claims: Claims = {
  sources: { B: { title: all, url: "https://example.org/", language: '"onclick="hit()' } },
  claims: [
    {
      id: "B1",
      source: "B",
      statement: all,
      notebook: "01-first",
      keys: ["sum"],
      outcome: "verified",
      note: all,
      literature: all,
    },
  ],
};

let reports: string;
beforeAll(() => {
  reports = mkdtempSync(path.join(tmpdir(), "hostile-"));
  const documented = [
    documentedAs("attend", { text: all, returns: all, throws: all, signatures: [all], examples: [all] }),
  ];
  writeReports({ executed: notebooks, failures: notebooks[0]!.failures, claims, documented, inline: false, reports });
});
afterAll(() => rmSync(reports, { recursive: true }));

const pages = ["index.html", "reference.html", "01-first.html", "02-second.html", "03-third.html", "04-plots.html"];

const addressed = ["href", "src", "action", "data", "srcdoc", "xlink:href"];
const harmless = /^(?:https:\/\/|#|[^:/]+\.(?:html|ipynb)(?:#.*)?$|\.\.\/lib\/attend\.ts$|data:image\/|data:,$)/;

/** What of a page could run, lead to a script, or change the page's frame. */
function faultsOf(document: Document): string[] {
  return [...document.querySelectorAll("*")].flatMap((element) => {
    const handlers = element.getAttributeNames().filter((name) => name.startsWith("on"));
    const addresses = addressed.flatMap((name) => element.getAttribute(name) ?? []);
    const data = element.getAttribute("type") === "application/json";
    const script = element.localName === "script" && !data && element.textContent?.includes("hit()");
    const foreign = element.matches(
      "iframe, object, embed, form, base, svg, body link, body style, meta[http-equiv=refresh]",
    );
    return [
      ...handlers,
      ...addresses.filter((address) => !harmless.test(address)),
      ...(script || foreign ? [element.outerHTML] : []),
    ];
  });
}

test.each(pages)("%s holds no script, handler or address made of what others wrote", async (file) => {
  expect(faultsOf((await JSDOM.fromFile(path.join(reports, file))).window.document)).toEqual([]);
});

test("renderReport(notebook, { name, next }) makes no markup of names", () => {
  for (const name of plain) {
    const next = { name: name.replace(/\p{Surrogate}/gu, ""), title: html`${name}` };
    const page = renderReport(notebook(text("a")), {
      name: next.name,
      failures: [failureOf(name)],
      previous: next,
      next,
      documented: [],
    });
    expect(faultsOf(new JSDOM(page).window.document)).toEqual([]);
  }
});

describe.skipIf(!hasBrowser && !process.env.CI)("in Chromium", { timeout: 60_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  // Without the policy too: it is the second wall, not the first.
  test.each(pages.flatMap((file) => [true, false].map((policy) => ({ file, policy }))))(
    "$file runs nothing that others wrote (policy: $policy)",
    async ({ file, policy }) => {
      const context = await browser.newContext({ offline: true, bypassCSP: !policy });
      const page = await context.newPage();
      const fetched: string[] = [];
      page.on("requestfinished", (request) => {
        if (/^https?:/.test(request.url())) fetched.push(request.url());
      });
      page.on("requestfailed", (request) => {
        if (request.failure()?.errorText !== "csp") fetched.push(request.url());
      });
      await page.addInitScript(() => {
        Object.assign(globalThis, { hits: 0, hit: () => (globalThis as unknown as { hits: number }).hits++ });
      });
      await page.goto(pathToFileURL(path.join(reports, file)).href);
      for (const figure of (await page.locator(".plot").all()).slice(0, 4)) {
        await figure.scrollIntoViewIfNeeded();
        await figure.locator(".main-svg").first().waitFor({ state: "attached" });
        await figure.getByRole("slider").press("ArrowRight");
        await figure.locator(".nsewdrag").first().hover({ force: true });
      }
      const links = await page.locator("a").evaluateAll((anchors) => {
        for (const anchor of anchors) {
          anchor.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }));
          anchor.dispatchEvent(new FocusEvent("focus"));
        }
        return anchors.filter((anchor) =>
          /^\s*(?:java|vb)script:/i.test(anchor.getAttribute("href") ?? anchor.getAttribute("xlink:href") ?? ""),
        ).length;
      });
      expect(links).toBe(0);
      expect(await page.evaluate(() => (globalThis as unknown as { hits: number }).hits)).toBe(0);
      if (policy) expect(fetched).toEqual([]);
      await context.close();
    },
  );
});
