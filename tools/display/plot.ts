import type { Figure } from "./figure.ts";
import { plainFigure } from "./plain.ts";
import { plotHtml } from "./plot-html.ts";
import { type Bundle, hasKernel, send } from "./send.ts";
import { staticSize, staticSvg } from "./static/static-svg.ts";

/** What is said of a plot. */
export interface PlotOptions {
  /** What a reader who does not see the plot needs to know of it. */
  readonly alt: string;
  /** A sentence below the plot. */
  readonly caption?: string;
}

function requireAlt(alt: string): void {
  if (typeof alt !== "string" || alt.trim() === "")
    throw new Error("plot: alt is empty, expected a text that says what the plot shows");
}

/**
 * The outputs of a plot: HTML with a static picture that comes alive in JupyterLab, Plotly's own format, and plain text.
 *
 * @throws when `alt` is empty, or when the figure cannot be drawn without a browser
 */
export async function plotBundle(figure: Figure, { alt, caption }: PlotOptions): Promise<Bundle> {
  requireAlt(alt);
  const { data, layout = {}, config = {}, frames } = plainFigure(figure);
  const full = {
    data,
    layout,
    config: { responsive: true, displaylogo: false, ...config },
    ...(frames ? { frames } : {}),
  };
  const svg = await staticSvg(full);
  const said = { alt, ...(caption ? { caption } : {}) };
  return {
    data: {
      "text/html": plotHtml(full, { svg, ...staticSize(full), ...said }),
      "application/vnd.plotly.v1+json": full,
      "text/plain": `[figure] ${alt}`,
    },
    metadata: { "attention-lab": said },
  };
}

/**
 * Shows a plot below the cell: `await plot(heatmap(weights, { … }), { alt: "…" })`. In plain Node, where no kernel could show
 * it, nothing is drawn. It gives back nothing, for a kernel prints what the last line of a cell gives.
 *
 * @throws when `alt` is empty, or when the figure cannot be drawn without a browser
 */
export async function plot(figure: Figure, options: PlotOptions): Promise<void> {
  requireAlt(options.alt);
  if (hasKernel()) send(await plotBundle(figure, options));
}
