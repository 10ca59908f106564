import type { Figure } from "../figure.ts";
import { figureLayout, type Labels, seriesName } from "./layout.ts";
import { type AxisScales, scaledAxes } from "./scales.ts";
import { lineTrace, type Series } from "./series.ts";

/**
 * Curves over one pair of axes.
 *
 * @throws when there is no series, when one has x and y of unequal length, or when a title is missing
 */
export function lines(series: readonly Series[], options: Labels & AxisScales): Figure {
  if (series.length === 0) throw new Error("lines: series has no elements, expected at least one");
  const data = series.map((one, index) => lineTrace(`lines: series[${index}]`, one, index));
  return {
    data,
    layout: figureLayout("lines", options, {
      ...scaledAxes({ xScale: "linear", yScale: "linear", ...options }, data),
      names: series.map(({ name }) => seriesName(name)),
    }),
  };
}
