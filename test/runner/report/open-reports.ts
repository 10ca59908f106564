import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll } from "vitest";
import { writeReports } from "../../../tools/runner/report/write-reports.ts";
import { launchBrowser } from "../../browser.ts";
import {
  checked,
  code,
  documented,
  documentedAs,
  executed,
  fullNotebook,
  pending,
  terms,
  text,
  thrown,
} from "./notebook.ts";

// Under load a browser takes its time.
export const patience = { timeout: 30_000 };

const claims = {
  sources: { B: { title: "A post", url: "https://example.org/", language: "en" } },
  claims: [
    {
      id: "B1",
      source: "B",
      statement: "The weights sum to $1$.",
      notebook: "01-full",
      keys: ["sum", "range", "exercise", "names"],
      outcome: "verified" as const,
    },
  ],
};
const failing = executed(
  "02-failing",
  [text("# Failing"), code("bad", [thrown("Error", "no")]), pending("later")],
  [{ notebook: "notebooks/02-failing.ipynb", cell: 1, cause: "Error: no" }],
);

// Too long for a line of a telephone, of the page and of the ledger.
const names = "/embeddings/words/weights /embeddings/bags/weights /query/pooling/weights";
const long = executed("03-long", [text("# Long"), code("c", [checked("B1.names", true, names, { equals: names })])]);
const longName = documentedAs("layers.BidirectionalRecurrenceWithAttentionParams", {
  source: "lib/layers/recurrent/bidirectional-recurrence-with-attention.ts",
});

/** A page that was opened. */
export interface Opened {
  readonly page: Page;
  /** What the page asked for besides files, and what it complained of. */
  readonly faults: readonly string[];
  readonly requests: readonly string[];
}

/** Draws the plots by bringing them near, one after another. */
export async function drawAll(page: Page): Promise<void> {
  for (const figure of await page.locator(".plot").all()) {
    await figure.scrollIntoViewIfNeeded();
    await figure.locator(".main-svg").first().waitFor({ state: "attached" });
  }
}

/** Reports on the disk, and pages of them. */
export interface OpenReports {
  /** The folder of the reports. */
  readonly folder: () => string;
  readonly open: (file: string, options?: BrowserContextOptions) => Promise<Opened>;
}

/** Writes reports of a notebook with everything and of one that fails, before the tests, and removes them after. */
export function openReports(): OpenReports {
  let browser: Browser;
  let reports: string;

  beforeAll(async () => {
    reports = mkdtempSync(path.join(tmpdir(), "reports-"));
    writeReports({
      executed: [{ name: "01-full", notebook: fullNotebook(), failures: [] }, failing, long],
      failures: failing.failures,
      claims,
      documented: [...documented, longName],
      glossary: terms,
      inline: false,
      reports,
    });
    browser = await launchBrowser();
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
  });
  afterAll(async () => {
    await browser?.close();
    rmSync(reports, { recursive: true });
  });

  async function open(file: string, options: BrowserContextOptions = {}): Promise<Opened> {
    const context = await browser.newContext({ offline: true, viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const faults: string[] = [];
    const requests: string[] = [];
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) faults.push(message.text());
    });
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("request", (request) => {
      const { protocol, pathname } = new URL(request.url());
      if (protocol === "file:") requests.push(path.basename(pathname));
      else if (protocol !== "data:" && protocol !== "blob:") faults.push(request.url());
    });
    await page.goto(pathToFileURL(path.join(reports, file)).href);
    return { page, faults, requests };
  }
  return { folder: () => reports, open };
}
