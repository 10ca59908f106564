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

/**
 * Ticks of a logarithmic axis at 1, 2 and 5 times the powers of ten between the values, each with its whole number:
 * Plotly would write a lone 2 for 20.
 */
export function logTicks(values: readonly number[]): Attributes {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  if (positive.length === 0) return {};
  const [low, high] = [positive.reduce((a, b) => Math.min(a, b)), positive.reduce((a, b) => Math.max(a, b))];
  const decades = Array.from({ length: 2 + Math.floor(Math.log10(high)) - Math.floor(Math.log10(low)) }, (_, i) => i);
  const first = Math.floor(Math.log10(low));
  const ticks = decades
    .flatMap((decade) => [1, 2, 5].map((digit) => Number(`${digit}e${first + decade}`)))
    .filter((tick) => tick >= low && tick <= high);
  // Over many decades Plotly's own ticks, powers of ten, are the clearer ones.
  return ticks.length < 2 || ticks.length > 12 ? {} : { tickvals: ticks, ticktext: ticks.map(String) };
}
