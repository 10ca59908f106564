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

// More numbers than these stand on end on a narrow page.
const mostLogTicks = 8;

/**
 * Ticks of a logarithmic axis at 1, 2 and 5 times the powers of ten between the values, or at the powers alone if there are
 * many, each with its whole number: Plotly would write a lone 2 for 20, and 1f for 10⁻¹⁵.
 */
export function logTicks(values: readonly number[]): Attributes {
  const positive = values.filter((value) => value > 0 && Number.isFinite(value));
  const powers: Attributes = { exponentformat: "power" };
  if (positive.length === 0) return powers;
  const [low, high] = [positive.reduce((a, b) => Math.min(a, b)), positive.reduce((a, b) => Math.max(a, b))];
  const first = Math.floor(Math.log10(low));
  const decades = Array.from({ length: 2 + Math.floor(Math.log10(high)) - first }, (_, i) => first + i);
  const among = (digits: readonly number[]): number[] =>
    decades
      .flatMap((decade) => digits.map((digit) => Number(`${digit}e${decade}`)))
      .filter((tick) => tick >= low && tick <= high);
  const ticks = [[1, 2, 5], [1]].map(among).find(({ length }) => length >= 2 && length <= mostLogTicks);
  return ticks ? { tickvals: ticks, ticktext: ticks.map(String) } : powers;
}
