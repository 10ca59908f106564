import type { Failure } from "../execute/failure.ts";
import { type Html, html } from "./html.ts";

/** Failures as a list at the top of a page, each leading to where `address` says. */
export function renderFailures(failures: readonly Failure[], address: (failure: Failure) => string | undefined): Html {
  if (failures.length === 0) return html``;
  const items = failures.map((failure) => {
    const { cell, cause, notebook } = failure;
    const place = cell === undefined ? notebook : `${notebook}, cell ${cell}`;
    const target = address(failure);
    return html`<li>${target ? html`<a href="${target}">${place}</a>` : place}: ${cause}</li>`;
  });
  const count = failures.length === 1 ? "One failure" : `${failures.length} failures`;
  return html`<div class="failures" role="alert"><p><strong>${count}</strong></p><ul>${items}</ul></div>\n`;
}
