import type { Attributes, Figure } from "../figure.ts";
import { bandColour } from "./colours.ts";
import { figureLayout, type Labels, seriesName } from "./layout.ts";
import { requireLength, toVector, type Vector } from "./numbers.ts";
import { type AxisScales, scaledAxes } from "./scales.ts";
import { type Dots, dotTrace, lineTrace, type Series } from "./series.ts";

/** The region between two curves, such as a prediction interval; x ascends. */
export interface Band {
  readonly name: string;
  readonly x: Vector;
  readonly lower: Vector;
  readonly upper: Vector;
}

function bandTrace({ name, x, lower, upper }: Band): Attributes {
  const [xs, low, high] = [
    toVector("scatter: band.x", x),
    toVector("scatter: band.lower", lower),
    toVector("scatter: band.upper", upper),
  ];
  requireLength("scatter: band.lower", low, xs.length);
  requireLength("scatter: band.upper", high, xs.length);
  return {
    type: "scatter",
    mode: "lines",
    name: seriesName(name),
    // Once around: there along the upper edge, back along the lower.
    x: [...xs, ...[...xs].reverse()],
    y: [...high, ...[...low].reverse()],
    fill: "toself",
    fillcolor: bandColour,
    line: { width: 0 },
    hoverinfo: "skip",
  };
}

/** What is drawn with dots, and how its axes are divided. */
export interface ScatterOptions extends Labels, AxisScales {
  readonly band?: Band;
  readonly lines?: readonly Series[];
  /** Whether both axes have one scale, as a map has, so that angles and circles are true. */
  readonly equalAxes?: boolean;
}

/**
 * Dots, with curves over them and a band behind.
 *
 * @throws when there are no points, when lists that belong together differ in length, or when a title is missing
 */
export function scatter(points: readonly Dots[], options: ScatterOptions): Figure {
  if (points.length === 0) throw new Error("scatter: points has no elements, expected at least one");
  const { band, lines = [], equalAxes = false } = options;
  const data = [
    ...(band ? [bandTrace(band)] : []),
    ...points.map((one, index) => dotTrace(`scatter: points[${index}]`, one, index)),
    ...lines.map((one, index) => lineTrace(`scatter: lines[${index}]`, one, points.length + index)),
  ];
  const { xaxis, yaxis } = scaledAxes(options, data);
  const equal = equalAxes ? { scaleanchor: "x", scaleratio: 1 } : {};
  return {
    data,
    layout: figureLayout("scatter", options, {
      xaxis,
      yaxis: { ...yaxis, ...equal },
      names: data.map(({ name }) => String(name)),
    }),
  };
}
