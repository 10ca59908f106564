import type { Figure } from "../figure.ts";
import { colourScale } from "./colours.ts";
import { extent } from "./extent.ts";
import { axisTitle, figureLayout, type Labels, seriesName } from "./layout.ts";
import { type Matrix, requireLength, toMatrix, toVector, type Vector } from "./numbers.ts";
import { type Dots, dotTrace } from "./series.ts";

/** Where the heights of a plane were taken, and what else lies in it. */
export interface ContourOptions extends Labels {
  /** The place of each column, ascending. */
  readonly xs: Vector;
  /** The place of each row, ascending. */
  readonly ys: Vector;
  /** What the colours measure. */
  readonly colorbar?: string;
  readonly dots?: readonly Dots[];
}

const levels = 20;
const dotSize = 11;
// A map is as wide as it is high: on a wide page it may take more height than a curve does.
const extraHeight = 80;

/**
 * Heights over a plane as a map shows them, each line joining places of one height, with dots on top; both axes have one
 * scale, so that circles are circles. Signed heights take colours around zero.
 *
 * @param heights one row for each of `ys`, one column for each of `xs`
 * @throws when the heights have not two axes or do not fit `xs` and `ys`, when dots are malformed, or a title is missing
 */
export function contours(heights: Matrix, options: ContourOptions): Figure {
  const z = toMatrix("contours: heights", heights);
  const [xs, ys] = [toVector("contours: xs", options.xs), toVector("contours: ys", options.ys)];
  requireLength("contours: xs", xs, z[0]!.length);
  requireLength("contours: ys", ys, z.length);
  const { dots = [], colorbar = "" } = options;
  const edged = dots.map((one, index) => {
    const { marker, ...trace } = dotTrace(`contours: dots[${index}]`, one, index + 1);
    return {
      ...trace,
      marker: { ...(marker as object), size: dotSize, opacity: 1, line: { color: "white", width: 1.5 } },
    };
  });
  const [low, high] = extent(z.flat()) ?? [0, 1];
  const map = {
    type: "contour",
    x: xs,
    y: ys,
    z,
    ...colourScale(low, high),
    ncontours: levels,
    line: { width: 0.75, color: "rgba(128, 128, 128, 0.8)" },
    colorbar: { thickness: 14, outlinewidth: 0, title: { text: axisTitle(colorbar), side: "right" } },
    hovertemplate: "(%{x:.3~g}, %{y:.3~g}): %{z:.4~g}<extra></extra>",
  };
  const layout = figureLayout("contours", options, {
    xaxis: { range: [xs[0], xs[xs.length - 1]], constrain: "domain" },
    yaxis: { range: [ys[0], ys[ys.length - 1]], scaleanchor: "x", scaleratio: 1, constrain: "domain" },
    names: dots.map(({ name }) => seriesName(name)),
  });
  return { data: [map, ...edged], layout: { ...layout, height: Number(layout.height) + extraHeight } };
}
