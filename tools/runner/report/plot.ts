import type { DisplayOutput, Output, ResultOutput } from "../notebook/nbformat.ts";
import { type Html, html, json } from "./html.ts";

const plotlyType = "application/vnd.plotly.v1+json";
const picture = /<img\b[^>]*?\ssrc="(data:image\/(?:svg\+xml|png);base64,[A-Za-z0-9+/=]+)"/;
const size = /<img\b[^>]*?\swidth="(\d+)" height="(\d+)"/;

interface Said {
  readonly alt?: unknown;
  readonly caption?: unknown;
}

interface PlotlyFigure {
  readonly data?: unknown;
  readonly layout?: unknown;
  readonly frames?: unknown;
}

const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";

/** What an output says of its plot, and the picture it brings: only a picture within the page, never an address. */
function describe({ data, metadata }: DisplayOutput | ResultOutput): { alt: string; caption?: string; image: Html } {
  const { alt, caption } = (metadata["attention-lab"] ?? {}) as Said;
  const said = [alt, data["text/plain"]].find(isText) ?? "A plot without a description.";
  const markup = String(data["text/html"] ?? "");
  const source = picture.exec(markup)?.[1];
  const [, width = "640", height = "400"] = size.exec(markup) ?? [];
  const image = source
    ? html`<img class="picture" src="${source}" alt="${said}" width="${width}" height="${height}">`
    : html`<p class="picture">${said}</p>`;
  return { alt: said, ...(isText(caption) ? { caption } : {}), image };
}

/** The picture of a plot without its description, for a place that describes it otherwise; undefined when it has none. */
export function pictureOf(output: Output): Html | undefined {
  if (output.output_type === "error" || output.output_type === "stream") return undefined;
  const [, width, height] = size.exec(String(output.data["text/html"] ?? "")) ?? [];
  const source = picture.exec(String(output.data["text/html"] ?? ""))?.[1];
  return source && width && height ? html`<img src="${source}" alt="" width="${width}" height="${height}">` : undefined;
}

/**
 * A plot: its picture, and the figure from which the page's script draws it live. The figure's own configuration is left
 * out, for it may name servers.
 */
export function renderPlot(output: DisplayOutput | ResultOutput): Html | undefined {
  const figure = output.data[plotlyType] as PlotlyFigure | undefined;
  if (!Array.isArray(figure?.data)) return undefined;
  const { data, layout = {}, frames } = figure;
  const { alt, caption, image } = describe(output);
  return html`<figure class="plot" data-alt="${alt}">${image}<script type="application/json">${json({ data, layout, frames })}</script>${caption ? html`<figcaption>${caption}</figcaption>` : ""}<details class="data" hidden><summary>The numbers of this figure</summary></details></figure>\n`;
}
