import path from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, test } from "vitest";
import { hasBrowser } from "../../browser.ts";
import { drawAll, openReports, patience } from "./open-reports.ts";

describe.skipIf(!hasBrowser && !process.env.CI)("the look of a report in Chromium", patience, () => {
  const { folder, open } = openReports();

  test.each(["01-full.html", "02-failing.html", "03-long.html", "index.html", "glossary.html", "reference.html"])(
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

  test("leads from a failure to its cell, and from the ledger to a check", async () => {
    const { page } = await open("02-failing.html");
    await page.getByRole("link", { name: "Cell 1" }).click();
    expect(await page.locator("#cell-1:target [role=alert]").isVisible()).toBe(true);
    await page.goto(pathToFileURL(path.join(folder(), "index.html")).href);
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
});
