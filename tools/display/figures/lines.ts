import type { Attributes, Figure } from "../figure.ts";
import { figureLayout, type Labels, seriesName } from "./layout.ts";
import { lineTrace, type Series } from "./series.ts";
import { logTicks } from "./ticks.ts";

/** How the axes of curves are divided. */
export interface AxisScales {
  readonly xScale?: "linear" | "log";
  readonly yScale?: "linear" | "log";
}

function scaled(type: "linear" | "log", data: readonly Attributes[], axis: "x" | "y"): Attributes {
  return { type, ...(type === "log" ? logTicks(data.flatMap((trace) => trace[axis] as number[])) : {}) };
}

/**
 * Curves over one pair of axes.
 *
 * @throws when there is no series, when one has x and y of unequal length, or when a title is missing
 */
export function lines(series: readonly Series[], options: Labels & AxisScales): Figure {
  if (series.length === 0) throw new Error("lines: series has no elements, expected at least one");
  const { xScale = "linear", yScale = "linear" } = options;
  const data = series.map((one, index) => lineTrace(`lines: series[${index}]`, one, index));
  return {
    data,
    layout: figureLayout("lines", options, {
      xaxis: scaled(xScale, data, "x"),
      yaxis: scaled(yScale, data, "y"),
      names: series.map(({ name }) => seriesName(name)),
    }),
  };
}
