import type { Attributes, Figure } from "../figure.ts";

const padding = 0.05;

function extent(values: readonly unknown[]): [low: number, high: number] | undefined {
  const finite = values.flat().filter((value): value is number => typeof value === "number" && Number.isFinite(value));
  if (finite.length === 0) return undefined;
  return [finite.reduce((a, b) => Math.min(a, b)), finite.reduce((a, b) => Math.max(a, b))];
}

function axisRange(figures: readonly Figure[], name: "x" | "y"): [number, number] | undefined {
  const { type, range } = (figures[0]!.layout?.[`${name}axis`] ?? {}) as Attributes;
  const traces = figures.flatMap(({ data }) => data);
  const isBar = traces.some((trace) => trace.type === "bar");
  if (range || (isBar && name === "x") || traces.some((trace) => trace.type === "heatmap")) return undefined;
  const values = traces.flatMap((trace) => trace[name] ?? []);
  const isLog = type === "log";
  const found = extent(isLog ? values.map((value) => Math.log10(value as number)) : values);
  if (!found) return undefined;
  const [low, high] = isBar ? [Math.min(0, found[0]), Math.max(0, found[1])] : found;
  const pad = padding * (high - low || 1);
  return [isBar && low === 0 ? 0 : low - pad, isBar && high === 0 ? 0 : high + pad];
}

function withColourRange(figures: readonly Figure[]): Figure[] {
  const low = extent(figures.flatMap(({ data }) => data.map(({ zmin }) => zmin)))?.[0];
  const high = extent(figures.flatMap(({ data }) => data.map(({ zmax }) => zmax)))?.[1];
  const colorscale = figures.flatMap(({ data }) => data).find(({ zmin }) => Number(zmin) < 0)?.colorscale;
  return figures.map((figure) => ({
    ...figure,
    data: figure.data.map((trace) =>
      trace.type === "heatmap" ? { ...trace, zmin: low, zmax: high, ...(colorscale ? { colorscale } : {}) } : trace,
    ),
  }));
}

/** The figures with the ranges of axes and colours that hold all of them, so that what moves is the data and not the frame. */
export function commonRanges(figures: readonly Figure[]): Figure[] {
  const ranges = { xaxis: axisRange(figures, "x"), yaxis: axisRange(figures, "y") };
  return withColourRange(figures).map((figure) => {
    const layout: Record<string, unknown> = { ...figure.layout };
    for (const [name, range] of Object.entries(ranges))
      if (range) layout[name] = { ...(layout[name] as Attributes), range };
    return { ...figure, layout };
  });
}
