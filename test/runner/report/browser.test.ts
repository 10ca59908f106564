import { copyFileSync, mkdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { hasBrowser } from "../../browser.ts";
import { drawAll, openReports, patience } from "./open-reports.ts";

describe.skipIf(!hasBrowser && !process.env.CI)(
  "a report in Chromium, from the disk and without a network",
  patience,
  () => {
    const { folder, open } = openReports();

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
      for (const alt of alts) expect(await page.getByRole("group", { name: alt, exact: true }).count()).toBe(1);
    });

    test.each([
      ["JavaScript is off", "01-full.html", { javaScriptEnabled: false }],
      ["plotly.js is missing", "lonely/01-full.html", {}],
    ] as const)("keeps the pictures when %s", async (_why, file, options) => {
      mkdirSync(path.join(folder(), "lonely"), { recursive: true });
      copyFileSync(path.join(folder(), "01-full.html"), path.join(folder(), "lonely", "01-full.html"));
      const { page } = await open(file, options);
      for (const figure of await page.locator(".plot").all()) {
        await figure.scrollIntoViewIfNeeded();
        if (file.startsWith("lonely")) await figure.and(page.locator("[data-still]")).waitFor();
        expect(await figure.locator("img").isVisible()).toBe(true);
      }
      expect(await page.locator(".live, .slider").count()).toBe(0);
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
  },
);
