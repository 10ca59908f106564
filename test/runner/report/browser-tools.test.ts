import { describe, expect, test } from "vitest";
import { hasBrowser } from "../../browser.ts";
import { drawAll, openReports, patience } from "./open-reports.ts";

describe.skipIf(!hasBrowser && !process.env.CI)("what helps to read, in Chromium", patience, () => {
  const { open } = openReports();

  test("one button folds all code and shows it again", async () => {
    const { page, faults } = await open("01-full.html");
    const code = page.locator(".source > pre").first();
    await page.getByRole("button", { name: "Hide all code" }).click();
    await expect.poll(() => code.isVisible()).toBe(false);
    expect(await page.locator(".source[open]").count()).toBe(0);
    await page.getByRole("button", { name: "Show all code" }).click();
    await expect.poll(() => code.isVisible()).toBe(true);
    expect(faults).toEqual([]);
  });

  test("a cell's code is copied as it is written", async () => {
    const { page } = await open("01-full.html", { permissions: ["clipboard-read", "clipboard-write"] });
    await page.getByRole("button", { name: "Copy" }).first().click();
    await expect
      .poll(() => page.evaluate(() => navigator.clipboard.readText()))
      .toBe('import { attend } from "attention-lab"; // a comment\nconst seed = 42;');
  });

  test("the contents show which section is read", async () => {
    const { page } = await open("01-full.html");
    await drawAll(page);
    const heading = page.getByRole("heading", { name: "Tables" });
    await heading.evaluate((element) => element.scrollIntoView());
    const current = page.locator(".contents [aria-current=location]");
    await expect.poll(() => current.allTextContents()).toEqual(["Tables"]);
    await page.evaluate(() => scrollTo(0, 0));
    await expect.poll(() => current.allTextContents()).toEqual([]);
  });

  test("a figure gives its numbers as a table, those that its slider chose", async () => {
    const { page } = await open("01-full.html");
    await drawAll(page);
    const figure = page.locator(".plot").nth(1);
    const numbers = figure.locator(".data");
    const texts = (part: string) => () => numbers.locator(part).allTextContents();
    const row = texts("table:first-of-type tbody tr:nth-child(17) :is(th, td)");
    const bell = (exponent: number): string[] => ["16", String(Number(Math.exp(exponent).toPrecision(5)))];
    await numbers.locator("summary").click();
    await expect.poll(row).toEqual(bell(-2));
    expect(await texts("caption")()).toEqual(["a bell of some width", "points"]);
    expect(await texts("table:first-of-type thead th")()).toEqual(["key j", "query i"]);
    await numbers.locator("summary").click();
    await figure.getByRole("slider", { name: "width =" }).press("ArrowRight");
    await figure.locator(".plot-title", { hasText: "The bell has width 4" }).waitFor();
    await numbers.locator("summary").click();
    await expect.poll(row).toEqual(bell(-0.5));
  });

  test("a matrix gives its numbers by rows and columns, also when nothing is drawn", async () => {
    const { page } = await open("01-full.html");
    const numbers = page.locator(".plot .data").first();
    const row = () => numbers.locator("tbody tr:nth-child(2) :is(th, td)").allTextContents();
    await numbers.locator("summary").click();
    const cells = [-1, 0, -1, -2, -3, -4].map((x) => String(Number(Math.exp(-(x ** 2)).toPrecision(5))));
    await expect.poll(row).toEqual(["1", ...cells]);
    const heads = await numbers.locator("thead th").allTextContents();
    expect(heads).toEqual(["query i \\ key j", "0", "1", "2", "3", "4", "5"]);
  });

  test("the index finds notebooks by words of their titles and terms", async () => {
    const { page, faults } = await open("index.html");
    const shown = page.locator(".notebook:visible h3");
    await page.getByRole("searchbox", { name: "Find a notebook" }).fill("WEIGHTS b1");
    await expect.poll(() => shown.count()).toBe(1);
    expect(await page.locator(".found").textContent()).toBe("1 of 3");
    await page.getByRole("searchbox").fill("no such words");
    await expect.poll(() => shown.count()).toBe(0);
    await page.getByRole("searchbox").fill("");
    await expect.poll(() => shown.count()).toBe(3);
    expect(faults).toEqual([]);
  });

  test("the reference finds names, and hides the groups that have none", async () => {
    const { page, faults } = await open("reference.html");
    await page.getByRole("searchbox", { name: "Find a name" }).fill("dot");
    await expect
      .poll(() => page.locator(".entry:visible h3").allTextContents())
      .toEqual([expect.stringContaining("scores.dot")]);
    expect(await page.locator(".group:visible").count()).toBe(1);
    expect(faults).toEqual([]);
  });
});
