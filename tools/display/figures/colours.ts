import type { Attributes } from "../figure.ts";

// Okabe and Ito (2008), told apart with every kind of colour vision; black and yellow are left out, for they vanish on a
// dark or on a light page.
const series = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"] as const;

/** The colour of the series with this index; the seventh is like the first. */
export function seriesColour(index: number): string {
  return series[index % series.length]!;
}

/** A band drawn behind series. */
export const bandColour: string = "rgba(86, 180, 233, 0.3)";

/** Grid lines and frames, seen on light and on dark. */
export const lineColour: string = "rgba(128, 128, 128, 0.35)";

const sequential = "Viridis";

// Blue below zero, red above.
const diverging: readonly (readonly [at: number, colour: string])[] = [
  [0, "#2166ac"],
  [0.25, "#92c5de"],
  [0.5, "#f7f7f7"],
  [0.75, "#f4a582"],
  [1, "#b2182b"],
];

/** The colours of values from `low` to `high`: from dark to light, or, when they lie on both sides of zero, away from it to both. */
export function colourScale(low: number, high: number): Attributes {
  const most = Math.max(-low, high);
  return low < 0 && high > 0
    ? { colorscale: diverging, zmin: -most, zmax: most }
    : { colorscale: sequential, zmin: low, zmax: high };
}
