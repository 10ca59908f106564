import type { Attributes } from "../figure.ts";
import { textWidth } from "../text-width.ts";
import { lineColour } from "./colours.ts";
import { wrap } from "./wrap.ts";

/** What every figure says: the finding it shows, and what its axes are (symbol, meaning, unit). */
export interface Labels {
  /** The finding, as a sentence. */
  readonly title: string;
  readonly x: string;
  readonly y: string;
}

const fontSize = 13;
const titleSize = 16;
const edge = 12;
// The narrowest page the figures must be read on is 360 pixels wide: titles are broken for it, as Plotly breaks none.
const titleWidth = 360 - 2 * edge;
const axisWidth = 230;
const nameWidth = 210;
// What the same page leaves for a legend, beside the ticks, and the mark and the gap of each of its entries.
const legendWidth = 290;
const entryExtra = 45;
const plotHeight = 250;

const lineHeight = (size: number): number => Math.ceil(1.3 * size);
const broken = (text: string, width: number, size: number): string => wrap(text, width, size).join("<br>");

/** The text of a legend entry, broken where it would be cut. */
export function seriesName(name: string): string {
  return broken(name, nameWidth, fontSize);
}

/** The text of an axis or of a colour bar, broken where it would be cut. */
export function axisTitle(text: string): string {
  return broken(text, axisWidth, fontSize);
}

/** A figure's title, broken where it would be cut, and the margin above the plot that holds it. */
export function titled(text: string): { readonly title: Attributes; readonly top: number } {
  const lines = wrap(text, titleWidth, titleSize);
  const title = {
    text: lines.join("<br>"),
    font: { size: titleSize },
    x: 0,
    xref: "container",
    xanchor: "left",
    y: 1,
    yref: "container",
    yanchor: "top",
    // Plotly hangs a single line by its top, and puts several with the first baseline there.
    pad: { l: edge, t: lines.length > 1 ? edge + 0.8 * titleSize : edge },
  };
  return { title, top: edge + lines.length * lineHeight(titleSize) + edge };
}

function legendHeight(names: readonly string[]): number {
  const lines = names.map((name) => name.split("<br>"));
  const width = Math.max(...lines.flat().map((line) => textWidth(line, fontSize))) + entryExtra;
  const rows = Math.ceil(names.length / Math.max(1, Math.floor(legendWidth / width)));
  return rows * lineHeight(fontSize) * Math.max(...lines.map(({ length }) => length)) + edge;
}

function axis(text: string, own: Attributes): Attributes {
  return {
    title: { text: axisTitle(text), standoff: 8 },
    automargin: true,
    zeroline: false,
    gridcolor: lineColour,
    linecolor: lineColour,
    showline: true,
    ...own,
  };
}

function requireLabels(caller: string, labels: Labels): void {
  for (const name of ["title", "x", "y"] as const)
    if (typeof labels[name] !== "string" || labels[name].trim() === "")
      throw new Error(`${caller}: ${name} is ${JSON.stringify(labels[name]) ?? "missing"}, expected a text`);
}

/**
 * The layout that all figures share: see-through, text in one font and colour (`font`), the legend below the plot, margins
 * that hold the titles.
 *
 * @throws when the title or an axis has no text
 */
export function figureLayout(
  caller: string,
  labels: Labels,
  { xaxis = {}, yaxis = {}, names = [] }: { xaxis?: Attributes; yaxis?: Attributes; names?: readonly string[] },
): Attributes {
  requireLabels(caller, labels);
  const { title, top } = titled(labels.title);
  const showlegend = names.length > 1;
  const below = lineHeight(fontSize) * (2 + axisTitle(labels.x).split("<br>").length) + edge;
  return {
    title,
    height: top + plotHeight + below + (showlegend ? legendHeight(names) : 0),
    margin: { t: top, r: 24, b: edge, l: edge },
    font: { family: "system-ui, sans-serif", size: fontSize, color: "#333333" },
    paper_bgcolor: "rgba(0, 0, 0, 0)",
    plot_bgcolor: "rgba(0, 0, 0, 0)",
    xaxis: axis(labels.x, xaxis),
    yaxis: axis(labels.y, yaxis),
    showlegend,
    legend: { orientation: "h", x: 0, xanchor: "left", y: 0, yref: "container", yanchor: "bottom" },
    hovermode: "closest",
  };
}
