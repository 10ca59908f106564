import { JSDOM } from "jsdom";
import { describe, expect, test, vi } from "vitest";
import type { Figure } from "../../../tools/display/figure.ts";
import { plotlyWindow } from "../../../tools/display/static/plotly-window.ts";
import { staticSvg } from "../../../tools/display/static/static-svg.ts";
import { examples } from "../examples.ts";

describe("staticSvg(figure)", () => {
  test("gives the same bytes each time, whatever was drawn between", async () => {
    const first: Record<string, string> = {};
    for (const [name, figure] of Object.entries(examples)) first[name] = await staticSvg(figure);
    const again = await Promise.all(
      Object.entries(examples)
        .reverse()
        .map(async ([name, figure]) => [name, await staticSvg(figure)]),
    );
    expect(Object.fromEntries(again)).toEqual(first);
  });
  const refused = ["surface", "scatter3d", "scattergl", "scattergeo"];
  for (const type of refused)
    test(`refuses a trace of type ${type}`, async () => {
      await expect(staticSvg({ data: [{ type: "scatter" }, { type }] })).rejects.toThrow(
        new Error(
          `plot: trace 1 has type "${type}", expected a two-dimensional one: bar, box, contour, heatmap, histogram, scatter`,
        ),
      );
    });
  const kinds: Figure["data"] = [
    { type: "bar", y: [1, 2] },
    { type: "box", y: [1, 2, 3, 9] },
    { type: "heatmap", z: [[1, 2]] },
    { type: "heatmap", z: [[1, 2]], xgap: 2, ygap: 2 },
    {
      type: "heatmap",
      z: [
        [1, 2],
        [3, 4],
      ],
      zsmooth: "best",
    },
    { type: "histogram", x: [1, 2, 2, 3] },
    { type: "scatter", y: [1, 2] },
  ];
  for (const trace of kinds)
    test(`draws ${JSON.stringify(trace)}`, async () => {
      const mark = /<image [^>]*href="data:image\/png|<g[^>]*clip-path[^>]*>.*#1f77b4/;
      expect(await staticSvg({ data: [trace] })).toMatch(mark);
      expect(await staticSvg({ data: [{ ...trace, visible: false }] })).not.toMatch(mark);
    });

  test("is well-formed, on white, of the size asked for", async () => {
    const svg = await staticSvg({
      data: [{ y: [1, 2] }],
      layout: { width: 300, height: 200, title: { text: "a < b & c" } },
    });
    const { window } = new JSDOM(svg, { contentType: "image/svg+xml" });
    const root = window.document.documentElement;
    expect([root.localName, root.getAttribute("width"), root.getAttribute("height")]).toEqual(["svg", "300", "200"]);
    expect(root.querySelector("rect")!.getAttribute("style")).toContain("fill:#ffffff");
    expect(root.textContent).toContain("a < b & c");
  });

  test("writes a dot of many once", async () => {
    const y = Array.from({ length: 500 }, (_, i) => i % 7);
    const svg = await staticSvg({ data: [{ type: "scatter", mode: "markers", y }] });
    expect(svg.match(/<use /g)).toHaveLength(500);
    expect(svg.length).toBeLessThan(40_000);
  });

  test("leaves its figure as it was, and draws again after an error", async () => {
    const figure = Object.freeze({ data: [Object.freeze({ y: Object.freeze([1, 2]) })] });
    const failed = staticSvg({ data: [{ type: "surface" }] });
    const drawn = staticSvg(figure);
    await expect(failed).rejects.toThrow("surface");
    expect(await drawn).toMatch(/^<svg /);
  });

  test("gives up on a drawing that never ends, and draws the next", async () => {
    const { Plotly } = await plotlyWindow();
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const endless = vi.spyOn(Plotly, "newPlot").mockReturnValueOnce(new Promise(() => undefined));
    try {
      const failed = expect(staticSvg({ data: [{ y: [1, 2] }] })).rejects.toThrow(
        new Error("plot: the static picture was not drawn within 20 seconds"),
      );
      await vi.waitFor(() => expect(endless).toHaveBeenCalled());
      await vi.advanceTimersByTimeAsync(20_000);
      await failed;
    } finally {
      vi.useRealTimers();
      endless.mockRestore();
    }
    expect(await staticSvg({ data: [{ y: [1, 2] }] })).toMatch(/^<svg /);
  });
});
