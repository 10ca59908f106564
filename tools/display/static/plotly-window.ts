import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { DOMWindow } from "jsdom";
import type { Attributes } from "../figure.ts";
import { installCanvas } from "./canvas.ts";
import { installBoxes } from "./svg-boxes.ts";

interface Plotly {
  newPlot(element: object, data: unknown, layout: Attributes, config: Attributes): Promise<unknown>;
  purge(element: object): void;
  readonly Snapshot: { toSVG(element: object, format: "svg"): string };
}

/** A window without a screen, in which Plotly draws. */
export type PlotlyWindow = DOMWindow & { readonly Plotly: Plotly };

async function open(): Promise<PlotlyWindow> {
  const { JSDOM } = await import("jsdom");
  const { window } = new JSDOM("<!doctype html><body></body>", { runScripts: "outside-only" });
  const source = await readFile(createRequire(import.meta.url).resolve("plotly.js-dist"), "utf8");
  Object.assign(window, {
    TextEncoder,
    TextDecoder,
    CSS: { supports: () => true },
    requestAnimationFrame: (draw: () => void) => window.setTimeout(draw, 0),
  });
  Object.assign(window.URL, { createObjectURL: () => "blob:none", revokeObjectURL: () => undefined });
  installBoxes(window);
  installCanvas(window);
  window.eval(source);
  return window as PlotlyWindow;
}

let opened: Promise<PlotlyWindow> | undefined;

/** Loads jsdom and Plotly the first time, which takes more than a second, and the same window ever after. */
export function plotlyWindow(): Promise<PlotlyWindow> {
  opened ??= open();
  return opened;
}
