import { createRequire } from "node:module";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Figure } from "../../tools/display/figure.ts";
import { plotBundle } from "../../tools/display/plot.ts";
import { staticSvg } from "../../tools/display/static/static-svg.ts";
import { hasBrowser, launchBrowser } from "../browser.ts";
import { examples } from "./examples.ts";

const plotly = createRequire(import.meta.url).resolve("plotly.js-dist");
const config = { responsive: true, displaylogo: false };

/** What is wrong with the texts of the picture: those that overlap, and those that leave it. Runs in the page. */
function textFaults(): string[] {
  type Point = { x: number; y: number };
  const frame = document.querySelector("svg")!.getBoundingClientRect();
  const texts = [...document.querySelectorAll<SVGTextElement>("svg text")].filter((text) => text.textContent?.trim());
  const corners = (text: SVGTextElement): Point[] => {
    const { x, y, width, height } = text.getBBox();
    const matrix = text.getScreenCTM()!;
    // A pixel of tolerance at the sides, and the empty room above and below the letters.
    const [dx, dy] = [1, height * 0.15];
    return [
      [x + dx, y + dy],
      [x + width - dx, y + dy],
      [x + width - dx, y + height - dy],
      [x + dx, y + height - dy],
    ].map(([px, py]) => new DOMPoint(px, py).matrixTransform(matrix));
  };
  // Two boxes are apart when a side of one of them has the other wholly beyond it.
  const apart = (a: Point[], b: Point[]): boolean =>
    a.some((from, i) => {
      const to = a[(i + 1) % 4]!;
      const side = (p: Point): number => (to.x - from.x) * (p.y - from.y) - (to.y - from.y) * (p.x - from.x);
      return b.every((p) => side(p) <= 0);
    });
  const boxes = texts.map((text) => ({ text: text.textContent, box: corners(text) }));
  const overlaps = boxes.flatMap((a, i) =>
    boxes.slice(i + 1).flatMap((b) => (apart(a.box, b.box) || apart(b.box, a.box) ? [] : [`${a.text} × ${b.text}`])),
  );
  const cut = boxes.flatMap(({ text, box }) =>
    box.some(({ x, y }) => x < frame.left || x > frame.right || y < frame.top || y > frame.bottom)
      ? [`${text} is cut`]
      : [],
  );
  return [...overlaps, ...cut];
}

/** Which of title, legend and slider lie over the data. Runs in the page. */
function coversData(): string[] {
  const data = document.querySelector(".nsewdrag")!.getBoundingClientRect();
  return [".gtitle", ".legend", ".slider-group", ".xtitle", ".ytitle"].filter((name) => {
    const box = document.querySelector(name)?.getBoundingClientRect();
    return box && box.left < data.right && box.right > data.left && box.top < data.bottom && box.bottom > data.top;
  });
}

describe.skipIf(!hasBrowser && !process.env.CI)("in Chromium", () => {
  let browser: Browser;
  let page: Page;
  let still: Page;
  const errors: string[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
    still = await browser.newPage();
    page = await browser.newPage();
    await page.setContent('<!doctype html><body style="margin: 0"><div id="plot"></div></body>');
    await page.addScriptTag({ path: plotly });
    page.on("pageerror", (error) => errors.push(error.message));
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    page.on("request", (request) => /^(https?|file):/.test(request.url()) && errors.push(request.url()));
  });
  afterAll(() => browser?.close());

  const show = async (figure: Figure, width: number): Promise<void> => {
    await page.setViewportSize({ width, height: 800 });
    await page.evaluate(
      async ([figure, config]) => {
        const { Plotly } = window as unknown as {
          Plotly: Record<"newPlot" | "purge", (...args: unknown[]) => Promise<void>>;
        };
        await Plotly.purge("plot");
        await Plotly.newPlot("plot", figure.data, figure.layout, config);
      },
      [figure, config] as const,
    );
  };

  test("the search for faults finds an overlap and a cut text, and lets slanted neighbours be", async () => {
    const text = (at: string, content: string): string => `<text font-size="20" ${at}>${content}</text>`;
    const slanted = (x: number): string => text(`transform="translate(${x}, 100) rotate(45)"`, "a long label");
    const texts = [text('x="10" y="30"', "one"), text('x="20" y="35"', "two"), text('x="380" y="90"', "three")];
    await still.setContent(`<svg width="400" height="300">${texts.join("")}${slanted(50)}${slanted(100)}</svg>`);
    expect(await still.evaluate(textFaults)).toEqual(["one × two", "three is cut"]);
  });

  for (const [name, figure] of Object.entries(examples)) {
    test(`the static picture of ${name} has no text that overlaps or is cut`, async () => {
      await still.setContent(`<body style="margin: 0">${await staticSvg(figure)}</body>`);
      expect(await still.locator("svg text").count()).toBeGreaterThan(3);
      expect(await still.evaluate(textFaults)).toEqual([]);
    });

    for (const width of [640, 360])
      test(`the live plot of ${name} has no text that overlaps or is cut, at ${width} pixels`, async () => {
        await show(figure, width);
        expect(await page.locator("svg text").count()).toBeGreaterThan(3);
        expect(await page.evaluate(textFaults)).toEqual([]);
        expect(await page.evaluate(coversData)).toEqual([]);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
        const plots = await page
          .locator(".nsewdrag")
          .evaluateAll((all) => all.map((e) => e.getBoundingClientRect().toJSON()));
        // A figure of one plot has 150 pixels for its data at least; each of several, one above the other, has 100.
        for (const data of plots) {
          expect(data.height).toBeGreaterThan(plots.length === 1 ? 150 : 100);
          expect(data.width).toBeGreaterThan(width * 0.4);
        }
      });
  }

  for (const name of Object.keys(examples).filter((name) => name.startsWith("slider")))
    test(`the slider of ${name} moves the plot and its title`, async () => {
      await show(examples[name]!, 640);
      const drawn = (): Promise<string> => page.locator(".overplot").first().innerHTML();
      const before = await drawn();
      const rail = (await page.locator(".slider-rail-touch-rect").boundingBox())!;
      await page.mouse.click(rail.x + rail.width - 2, rail.y + rail.height / 2);
      await expect.poll(drawn).not.toBe(before);
      const frames = (examples[name]!.layout!.sliders as { steps: { label: string; args: [unknown, object] }[] }[])[0]!
        .steps;
      await expect.poll(() => page.locator("text.slider-label").first().textContent()).toContain(frames.at(-1)!.label);
      const [title] = Object.values(frames.at(-1)!.args[1]) as [string];
      const plain = title.replaceAll("<br>", "");
      await expect.poll(() => page.locator(".gtitle").textContent()).toBe(plain);
      expect(await page.evaluate(textFaults)).toEqual([]);
    });

  const jupyter = async (html: string, answer: "plotly" | "nothing"): Promise<Page> => {
    const lab = await browser.newPage();
    await lab.route("http://lab.test/**", async (route) => {
      const path = new URL(route.request().url()).pathname;
      if (path === "/") await route.fulfill({ contentType: "text/html", body: html });
      else if (answer === "plotly" && path === "/base/files/node_modules/plotly.js-dist/plotly.js")
        await route.fulfill({ path: plotly, contentType: "text/javascript" });
      else await route.fulfill({ status: 404, body: "" });
    });
    await lab.goto("http://lab.test/");
    return lab;
  };
  const server =
    '<!doctype html><script id="jupyter-config-data" type="application/json">{"baseUrl": "/base/"}</script>';
  const html = async (name: string, alt: string): Promise<string> =>
    String((await plotBundle(examples[name]!, { alt, caption: "below" })).data["text/html"]);

  test("plot() comes alive in JupyterLab, with one load of Plotly for all plots", async () => {
    const outputs = [await html("lines", "first"), await html("bars", "second")];
    const shown = await jupyter(`${server}<body style="color: rgb(1, 2, 3)">${outputs.join("")}`, "plotly");
    await expect.poll(() => shown.locator(".nbfig .main-svg").count()).toBeGreaterThan(1);
    await expect.poll(() => shown.locator(".nbfig img").count()).toBe(0);
    expect(await shown.locator("script[src]").count()).toBe(1);
    expect(
      await shown.locator('[role="group"]').evaluateAll((all) => all.map((e) => e.getAttribute("aria-label"))),
    ).toEqual(["first", "second"]);
    expect(
      await shown
        .locator(".gtitle")
        .first()
        .evaluate((e) => getComputedStyle(e).fill),
    ).toBe("rgb(1, 2, 3)");
    await shown.close();
  });

  test("plot() keeps the picture where Plotly cannot be loaded", async () => {
    const shown = await jupyter(`${server}<body>${await html("lines", "a line")}`, "nothing");
    await expect.poll(() => shown.evaluate("window.nbfigPlotly?.then(() => 'loaded', () => 'failed')")).toBe("failed");
    expect(await shown.getByAltText("a line").isVisible()).toBe(true);
    expect(await shown.locator(".nbfig-plot > *").count()).toBe(1);
    await shown.close();
  });

  test("plot() keeps the picture in a page that is no Jupyter", async () => {
    const shown = await jupyter(await html("lines", "a line"), "nothing");
    expect(await shown.getByAltText("a line").isVisible()).toBe(true);
    expect(await shown.locator("script[src]").count()).toBe(0);
    await shown.close();
  });

  test("plot() shows hostile texts as texts", async () => {
    const alt = `"><img src=x onerror="window.hurt=1"></script><script>window.hurt=2</script>`;
    const shown = await jupyter(`${server}<body>${await html("lines", alt)}`, "plotly");
    await expect.poll(() => shown.locator(".nbfig .main-svg").count()).toBeGreaterThan(0);
    expect(await shown.locator('[role="group"]').getAttribute("aria-label")).toBe(alt);
    expect(await shown.evaluate("window.hurt")).toBeUndefined();
    await shown.close();
  });

  test("plots make no request and no error", () => {
    expect(errors).toEqual([]);
  });
});
