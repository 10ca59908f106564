import { stripVTControlCharacters } from "node:util";
import type { ErrorOutput, Output } from "../notebook/nbformat.ts";
import { readCheck } from "./check.ts";
import { renderCheck } from "./check-view.ts";
import { type Html, html } from "./html.ts";
import { renderPlot } from "./plot.ts";
import { sanitize } from "./sanitize.ts";

/** What stopped a cell, in its place: one line and, below it, the rest. */
export function renderError(cause: string, detail: string | undefined): Html {
  const line = stripVTControlCharacters(cause);
  const lines = stripVTControlCharacters(detail ?? "").trimEnd();
  const rest = lines.startsWith(line) ? lines.slice(line.length).replace(/^\n/, "") : lines;
  return html`<div class="error" role="alert"><p><strong>${line}</strong></p>${rest ? html`<pre>${rest}</pre>` : ""}</div>\n`;
}

/** The error of an output as one text. */
export function errorText({ ename, evalue }: ErrorOutput): string {
  return evalue ? `${ename}: ${evalue}` : ename;
}

/** One output of a cell: a check, a plot, HTML that was made harmless, or text. */
export function renderOutput(output: Output): Html {
  if (output.output_type === "error") return renderError(errorText(output), output.traceback.join("\n"));
  if (output.output_type === "stream")
    return html`<pre class="output ${output.name}">${stripVTControlCharacters(output.text)}</pre>\n`;
  const check = readCheck(output);
  if (check) return renderCheck(check);
  const plot = renderPlot(output);
  if (plot) return plot;
  const { "text/html": markup, "text/plain": text } = output.data;
  if (typeof markup === "string") return html`<div class="output scroll">${sanitize(markup)}</div>\n`;
  return html`<pre class="output">${stripVTControlCharacters(String(text ?? ""))}</pre>\n`;
}
