import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { writeReports } from "../../../tools/runner/report/write-reports.ts";
import { hasBrowser, launchBrowser } from "../../browser.ts";
import { code, executed, fullNotebook, pending, text, thrown } from "./notebook.ts";

// Under load a browser takes its time.
const patience = { timeout: 30_000 };

const claims = {
  sources: { B: { title: "A post", url: "https://example.org/", language: "en" } },
  claims: [
    {
      id: "B1",
      source: "B",
      statement: "The weights sum to $1$.",
      notebook: "01-full",
      keys: ["sum", "range", "exercise"],
      outcome: "verified" as const,
    },
  ],
};
const failing = executed(
  "02-failing",
  [text("# Failing"), code("bad", [thrown("Error", "no")]), pending("later")],
  [{ notebook: "notebooks/02-failing.ipynb", cell: 1, cause: "Error: no" }],
);

interface Opened {
  readonly page: Page;
  /** What the page asked for besides files, and what it complained of. */
  readonly faults: readonly string[];
  readonly requests: readonly string[];
}

/** Draws the plots by bringing them near, one after another. */
async function drawAll(page: Page): Promise<void> {
  for (const figure of await page.locator(".plot").all()) {
    await figure.scrollIntoViewIfNeeded();
    await figure.locator(".main-svg").first().waitFor({ state: "attached" });
  }
}

describe.skipIf(!hasBrowser && !process.env.CI)(
  "a report in Chromium, from the disk and without a network",
  patience,
  () => {
    let browser: Browser;
    let reports: string;

    beforeAll(async () => {
      reports = mkdtempSync(path.join(tmpdir(), "reports-"));
      writeReports({
        executed: [{ name: "01-full", notebook: fullNotebook(), failures: [] }, failing],
        failures: failing.failures,
        claims,
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

    test.each(["light", "dark"] as const)(
      "draws every plot in the %s theme and asks for plotly.js only",
      async (colorScheme) => {
        const { page, faults, requests } = await open("01-full.html", { colorScheme });
        await drawAll(page);
        expect(await page.locator(".plot.live .main-svg").count()).toBeGreaterThanOrEqual(3);
        expect(requests).toEqual(["01-full.html", "plotly.js"]);
        expect(faults).toEqual([]);
      },
    );

    test.each(["index.html", "02-failing.html"])("%s asks for nothing and complains of nothing", async (file) => {
      const { faults, requests } = await open(file);
      expect(requests).toEqual([file]);
      expect(faults).toEqual([]);
    });

    test("waits for plots to come near before it loads plotly.js", async () => {
      const { page, requests } = await open("01-full.html", { viewport: { width: 1280, height: 200 } });
      await page.locator("h1").waitFor();
      expect(requests).toEqual(["01-full.html"]);
    });

    test("moves a plot and its title by the keyboard", async () => {
      const { page, faults } = await open("01-full.html");
      await drawAll(page);
      const figure = page.locator(".plot").nth(1);
      const curve = figure.locator(".scatterlayer .trace path.js-line").first();
      const before = await curve.getAttribute("d");
      await figure.getByRole("slider", { name: "width =" }).press("ArrowRight");
      await figure.locator(".plot-title", { hasText: "The bell has width 4" }).waitFor();
      expect(await figure.locator(".slider strong").textContent()).toBe("4");
      expect(await curve.getAttribute("d")).not.toBe(before);
      expect(faults).toEqual([]);
    });

    test("moves a plot of frames by the mouse", async () => {
      const { page, faults } = await open("01-full.html", { reducedMotion: "reduce" });
      await drawAll(page);
      const figure = page.locator(".plot").nth(2);
      const bar = figure.locator(".barlayer .point path").first();
      const before = await bar.getAttribute("d");
      const box = (await figure.getByRole("slider").boundingBox())!;
      await page.mouse.click(box.x + box.width - 4, box.y + box.height / 2);
      await expect.poll(() => bar.getAttribute("d")).not.toBe(before);
      expect(faults).toEqual([]);
    });

    test("shows Plotly's tags in titles, and other markup as text", async () => {
      const { page } = await open("01-full.html");
      await drawAll(page);
      const title = page.locator(".plot-title").first();
      expect(await title.textContent()).toBe("Every query finds the key beside it, and xi < 3 stays text");
      expect(await title.locator("sub").textContent()).toBe("i");
    });

    test("gives every figure a text, as a picture and live", async () => {
      const { page } = await open("01-full.html");
      const alts = ["A diagonal of bright cells.", "A bell that grows wider.", "Three bars."];
      expect(
        await page.locator(".plot > img").evaluateAll((images) => images.map((image) => image.getAttribute("alt"))),
      ).toEqual(alts);
      await drawAll(page);
      for (const alt of alts) expect(await page.getByRole("img", { name: alt, exact: true }).count()).toBe(1);
    });

    test.each([
      ["JavaScript is off", "01-full.html", { javaScriptEnabled: false }],
      ["plotly.js is missing", "lonely/01-full.html", {}],
    ] as const)("keeps the pictures when %s", async (_why, file, options) => {
      mkdirSync(path.join(reports, "lonely"), { recursive: true });
      copyFileSync(path.join(reports, "01-full.html"), path.join(reports, "lonely", "01-full.html"));
      const { page } = await open(file, options);
      for (const figure of await page.locator(".plot").all()) {
        await figure.scrollIntoViewIfNeeded();
        if (file.startsWith("lonely")) await figure.and(page.locator("[data-still]")).waitFor();
        expect(await figure.locator("img").isVisible()).toBe(true);
      }
      expect(await page.locator(".live, .slider").count()).toBe(0);
    });

    test.each(["01-full.html", "02-failing.html", "index.html"])(
      "%s does not scroll sideways at 360 pixels",
      async (file) => {
        const { page } = await open(file, { viewport: { width: 360, height: 740 } });
        await drawAll(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
      },
    );

    test("keeps titles, sliders and legends whole at 360 pixels", async () => {
      const { page } = await open("01-full.html", { viewport: { width: 360, height: 740 } });
      await drawAll(page);
      const cut = await page
        .locator(".plot :is(.plot-title, .slider, .legendtext, .xtitle, .ytitle)")
        .evaluateAll((parts) =>
          parts
            .filter((part) => {
              const { left, right } = part.getBoundingClientRect();
              return left < 0 || right > innerWidth;
            })
            .map(({ textContent }) => textContent),
        );
      expect(cut).toEqual([]);
      const [legend, title] = await Promise.all(
        [".legend", ".xtitle"].map((part) => page.locator(".plot").nth(1).locator(part).boundingBox()),
      );
      expect(legend!.y).toBeGreaterThanOrEqual(title!.y + title!.height);
    });

    test("folds the contents on a narrow screen and shows them beside the text on a wide one", async () => {
      const { page } = await open("01-full.html", { viewport: { width: 360, height: 740 } });
      const contents = page.getByRole("navigation", { name: "Contents" });
      const link = contents.getByRole("link", { name: "Tables" });
      expect(await link.isVisible()).toBe(false);
      await page.setViewportSize({ width: 1280, height: 740 });
      await link.waitFor();
      expect((await contents.boundingBox())!.x).toBeLessThan((await page.locator("main").boundingBox())!.x);
      await link.click();
      await expect
        .poll(() => page.evaluate(() => document.getElementById("Tables")!.getBoundingClientRect().top))
        .toBeLessThan(100);
      expect((await contents.boundingBox())!.y).toBeGreaterThanOrEqual(0);
    });

    test("follows the theme, and its plots with it", async () => {
      const { page } = await open("01-full.html", { colorScheme: "light" });
      await drawAll(page);
      const look = (): Promise<string[]> =>
        page.evaluate(() => [
          getComputedStyle(document.body).backgroundColor,
          getComputedStyle(document.body).color,
          getComputedStyle(document.querySelector(".xtitle")!).fill,
        ]);
      expect(await look()).toEqual(["rgb(255, 255, 255)", "rgb(28, 33, 40)", "rgb(28, 33, 40)"]);
      await page.emulateMedia({ colorScheme: "dark" });
      await expect.poll(look).toEqual(["rgb(21, 24, 29)", "rgb(228, 231, 235)", "rgb(228, 231, 235)"]);
    });

    test("prints in light colours, with pictures in place of plots, everything unfolded, and no contents", async () => {
      const { page } = await open("01-full.html", { colorScheme: "dark" });
      await drawAll(page);
      await page.emulateMedia({ media: "print" });
      expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(255, 255, 255)");
      expect(
        await page.locator(".plot > img").evaluateAll((images) => images.map((image) => image.checkVisibility())),
      ).toEqual([true, true, true]);
      for (const hidden of [".canvas", ".slider", ".contents", ".neighbours"])
        expect(await page.locator(hidden).first().isVisible()).toBe(false);
      await page.evaluate(() => dispatchEvent(new Event("beforeprint")));
      expect(await page.locator(".solution .check").isVisible()).toBe(true);
      await page.evaluate(() => dispatchEvent(new Event("afterprint")));
      expect(await page.locator("details.solution[open]").count()).toBe(0);
      const pdf = await page.pdf({ preferCSSPageSize: true });
      expect(pdf.subarray(0, 5).toString()).toBe("%PDF-");
    });

    test("runs no script but its own: neither one put into it, nor one of an attribute, nor one from a text", async () => {
      const { page } = await open("01-full.html");
      const ran = await page.evaluate(async () => {
        const blocked: string[] = [];
        const done = new Promise<void>((resolve) => {
          document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => {
            if (blocked.push(effectiveDirective) === 2) resolve();
          });
        });
        const box = document.createElement("div");
        document.body.append(box);
        box.append(document.createRange().createContextualFragment('<script>globalThis.hit = "script"</script>'));
        box.insertAdjacentHTML("beforeend", '<img src="data:," onerror="globalThis.hit = this.tagName">');
        await done;
        let fromText = "blocked";
        try {
          fromText = new Function("return 'ran'")() as string;
        } catch {}
        return { blocked: blocked.sort(), fromText, hit: (globalThis as { hit?: string }).hit };
      });
      expect(ran).toEqual({ blocked: ["script-src-attr", "script-src-elem"], fromText: "blocked", hit: undefined });
    });

    test("leads from a failure to its cell, and from the ledger to a check", async () => {
      const { page } = await open("02-failing.html");
      await page.getByRole("link", { name: "Cell 1" }).click();
      expect(await page.locator("#cell-1:target [role=alert]").isVisible()).toBe(true);
      await page.goto(pathToFileURL(path.join(reports, "index.html")).href);
      await page.getByRole("link", { name: "B1.exercise" }).click();
      await page.locator("#check-B1\\.exercise:target").waitFor({ state: "visible" });
    });

    test("reaches the content by its first link", async () => {
      const { page } = await open("01-full.html");
      await page.keyboard.press("Tab");
      const skip = page.getByRole("link", { name: "Skip to the content" });
      expect((await skip.boundingBox())!.x).toBeGreaterThanOrEqual(0);
      await page.keyboard.press("Enter");
      expect(await page.locator("main:target").count()).toBe(1);
    });
  },
);
