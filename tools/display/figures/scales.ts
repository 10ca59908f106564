import type { Attributes } from "../figure.ts";
import { logTicks } from "./ticks.ts";

/** How the axes of curves and dots are divided. */
export interface AxisScales {
  readonly xScale?: "linear" | "log";
  readonly yScale?: "linear" | "log";
}

function scaled(type: "linear" | "log" | undefined, data: readonly Attributes[], axis: "x" | "y"): Attributes {
  if (type === undefined) return {};
  return { type, ...(type === "log" ? logTicks(data.flatMap((trace) => trace[axis] as number[])) : {}) };
}

/** The attributes of both axes that divide them for these traces; where nothing is said, Plotly decides. */
export function scaledAxes(
  { xScale, yScale }: AxisScales,
  data: readonly Attributes[],
): { readonly xaxis: Attributes; readonly yaxis: Attributes } {
  return { xaxis: scaled(xScale, data, "x"), yaxis: scaled(yScale, data, "y") };
}
