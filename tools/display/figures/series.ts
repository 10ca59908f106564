import type { Attributes } from "../figure.ts";
import { seriesColour } from "./colours.ts";
import { seriesName } from "./layout.ts";
import { requireLength, toVector, type Vector } from "./numbers.ts";

/** A named sequence of points. */
export interface Series {
  readonly name: string;
  readonly x: Vector;
  readonly y: Vector;
  /** How a line is drawn; without it, solid. */
  readonly dash?: "solid" | "dash" | "dot" | "dashdot";
}

/**
 * The points of a series as plain arrays; `what` names the series in an error.
 *
 * @throws when x and y differ in length
 */
export function points(what: string, { x, y }: Pick<Series, "x" | "y">): { x: number[]; y: number[] } {
  const [xs, ys] = [toVector(`${what}.x`, x), toVector(`${what}.y`, y)];
  requireLength(`${what}.y`, ys, xs.length);
  return { x: xs, y: ys };
}

/** The trace of a series drawn as a line, in the colour with this index. */
export function lineTrace(what: string, series: Series, colour: number): Attributes {
  return {
    type: "scatter",
    mode: "lines",
    name: seriesName(series.name),
    ...points(what, series),
    line: { color: seriesColour(colour), width: 2.5, dash: series.dash ?? "solid" },
  };
}

/** The trace of a series drawn as dots, in the colour with this index. */
export function dotTrace(what: string, series: Series, colour: number): Attributes {
  return {
    type: "scatter",
    mode: "markers",
    name: seriesName(series.name),
    ...points(what, series),
    marker: { color: seriesColour(colour), size: 7, opacity: 0.75 },
  };
}
