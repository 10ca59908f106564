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

/** A named set of dots. */
export interface Dots extends Series {
  /** What share each dot has, from 0 to 1: its area follows. Without it, all are alike. */
  readonly shares?: Vector;
}

const dotSize = 7;
// A dot with a share of 0 is still seen.
const [leastSize, wholeSize] = [3, 36];

function sizes(what: string, shares: Vector | undefined, length: number): number | number[] {
  if (shares === undefined) return dotSize;
  const given = toVector(`${what}.shares`, shares);
  requireLength(`${what}.shares`, given, length);
  const odd = given.findIndex((share) => !(share >= 0 && share <= 1));
  if (odd >= 0) throw new Error(`${what}.shares[${odd}] is ${given[odd]}, expected 0 to 1`);
  return given.map((share) => Math.max(leastSize, wholeSize * Math.sqrt(share)));
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
export function dotTrace(what: string, series: Dots, colour: number): Attributes {
  const { x, y } = points(what, series);
  return {
    type: "scatter",
    mode: "markers",
    name: seriesName(series.name),
    x,
    y,
    marker: { color: seriesColour(colour), size: sizes(what, series.shares, x.length), opacity: 0.75 },
  };
}
