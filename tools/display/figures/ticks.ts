import type { Attributes } from "../figure.ts";

const mostNumbers = 10;
const mostLabels = 20;

/** The ticks of an axis of n columns, rows or bars: their labels, or else their indices; every second, third … if there are many. */
export function indexTicks(n: number, labels?: readonly string[]): Attributes {
  const step = Math.ceil(n / (labels ? mostLabels : mostNumbers));
  const positions = Array.from({ length: Math.ceil(n / step) }, (_, index) => index * step);
  return {
    type: "linear",
    tickmode: "array",
    tickvals: positions,
    ticktext: positions.map((position) => labels?.[position] ?? String(position)),
    showgrid: false,
  };
}
