import { expect, test } from "vitest";
import { renderPlot } from "../../../tools/runner/report/plot.ts";
import { display, plotted, sliderFigure } from "./notebook.ts";

const said = { alt: "A bell.", caption: "It grows." };
const plotlyType = "application/vnd.plotly.v1+json";

test("renderPlot(output) holds the picture with its text, the caption, and the figure once", () => {
  const { markup } = renderPlot(plotted(sliderFigure, said))!;
  expect(markup).toMatch(
    /<img class="picture" src="data:image\/svg\+xml;base64,[^"]+" alt="A bell\." width="640" height="400">/,
  );
  expect(markup).toContain("<figcaption>It grows.</figcaption>");
  expect(markup.split("The bell has width 8")).toHaveLength(2);
  const [, figure] = /<script type="application\/json">(.*)<\/script>/.exec(markup)!;
  expect(JSON.parse(figure!)).toEqual(sliderFigure);
});

test("renderPlot(output) leaves out the figure's configuration, which may name servers", () => {
  const { markup } = renderPlot(
    plotted({ ...sliderFigure, config: { plotlyServerURL: "https://example.org" } }, said),
  )!;
  expect(markup).not.toContain("example.org");
});

test("renderPlot(output) takes no picture from an address, and shows the text in its place", () => {
  const output = plotted(sliderFigure, said);
  const data = { ...output.data, "text/html": '<img alt="" src="https://example.org/a.png">' };
  expect(renderPlot({ ...output, data })!.markup).toContain('<p class="picture">A bell.</p>');
});

test("renderPlot(output) always has a text: the alt, the plain text, or that there is none", () => {
  const alt = (output: Parameters<typeof renderPlot>[0]): string =>
    /data-alt="([^"]*)"/.exec(renderPlot(output)!.markup)![1]!;
  expect(alt(plotted(sliderFigure, { alt: " " }))).toBe("[figure]  ");
  expect(alt(display({ [plotlyType]: { data: [] } }))).toBe("A plot without a description.");
});

test("renderPlot(output) takes none without data", () => {
  expect(renderPlot(display({ [plotlyType]: { data: "x" } }))).toBeUndefined();
  expect(renderPlot(display({ "text/plain": "x" }))).toBeUndefined();
});
