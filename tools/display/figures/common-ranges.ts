import type { Attributes, Figure } from "../figure.ts";
import { colourScale } from "./colours.ts";
import { extent } from "./extent.ts";

const padding = 0.05;

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
  const range = extent(figures.flatMap(({ data }) => data.flatMap(({ zmin, zmax }) => [zmin, zmax])));
  if (!range) return [...figures];
  const colours = colourScale(...range);
  const coloured = (trace: Attributes): Attributes => (trace.type === "heatmap" ? { ...trace, ...colours } : trace);
  return figures.map((figure) => ({ ...figure, data: figure.data.map(coloured) }));
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
