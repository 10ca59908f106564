// Okabe and Ito (2008), told apart with every kind of colour vision; black and yellow are left out, for they vanish on a
// dark or on a light page.
const series = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9"] as const;

/** The colour of the series with this index; the seventh is like the first. */
export function seriesColour(index: number): string {
  return series[index % series.length]!;
}

/** The colour of a band drawn behind series, with this opacity. */
export const bandColour = "rgba(86, 180, 233, 0.3)";

/** Grid lines and frames, seen on light and on dark. */
export const lineColour = "rgba(128, 128, 128, 0.35)";

/** Scale of values that have one sign. */
export const sequentialScale = "Viridis";

/** Scale of values around zero: blue below, red above. */
export const divergingScale = "RdBu";
