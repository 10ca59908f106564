import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { escapeHtml } from "./escape-html.ts";
import type { Figure } from "./figure.ts";

/** A static picture and what is said of it. */
export interface Picture {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
  readonly alt: string;
  readonly caption?: string;
}

// Runs in the page of JupyterLab or the classic notebook. One load of Plotly serves all figures; it comes from the server's
// files/ route, which reaches it when the server was started in the repository, and where it does not the picture stays.
const upgrade = `async (id, alt, { data, layout, config, frames }) => {
  const base = () => {
    try { return JSON.parse(document.getElementById("jupyter-config-data").textContent).baseUrl; }
    catch { return document.body.dataset.baseUrl; }
  };
  const load = (address) => new Promise((resolve, reject) => {
    const script = document.createElement("script");
    Object.assign(script, { src: address, onload: () => resolve(window.Plotly), onerror: reject });
    document.head.append(script);
  });
  const figures = document.querySelectorAll('[data-nbfig="' + id + '"]:not([data-live]) > .nbfig-plot');
  for (const figure of figures) figure.parentNode.dataset.live = "";
  try {
    if (!window.Plotly && !base()) return;
    const Plotly = window.Plotly ?? await (window.nbfigPlotly ??= load(base() + "files/node_modules/plotly.js-dist/plotly.js"));
    for (const figure of figures) {
      const live = document.createElement("div");
      const font = { ...layout.font, color: getComputedStyle(figure).color };
      live.setAttribute("role", "group");
      live.setAttribute("aria-label", alt);
      figure.append(live);
      await Plotly.newPlot(live, { data, layout: { ...layout, font }, config, frames });
      figure.firstElementChild.remove();
    }
  } catch {
    for (const figure of figures) figure.firstElementChild.nextElementSibling?.remove();
  }
}`;

// In a script, "<" could end it.
const literal = (value: unknown): string => JSON.stringify(value).replace(/</g, "\\u003c");

/** The figure as HTML: the picture, and a script that puts the live plot in its place where Plotly can be had. */
export function plotHtml(figure: Figure, { svg, width, height, alt, caption }: Picture): string {
  const id = createHash("sha256").update(JSON.stringify(figure)).digest("hex").slice(0, 12);
  const source = `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
  const image = `<img alt="${escapeHtml(alt)}" width="${width}" height="${height}" style="max-width:100%;height:auto" src="${source}">`;
  const below = caption ? `<figcaption>${escapeHtml(caption)}</figcaption>` : "";
  const open = `<figure class="nbfig" data-nbfig="${id}" style="margin:0"><div class="nbfig-plot">`;
  return `${open}${image}</div>${below}</figure><script>(${upgrade})(${literal(id)}, ${literal(alt)}, ${literal(figure)})</script>`;
}
