import type { Failure } from "../execute/failure.ts";
import { type Html, html } from "./html.ts";

/** Where something failed, and where a link to it leads. */
export interface Place {
  readonly name: string;
  readonly address?: string;
}

/** Failures as a list at the top of a page, each with its place. */
export function renderFailures(failures: readonly Failure[], placeOf: (failure: Failure) => Place): Html {
  if (failures.length === 0) return html``;
  const items = failures.map((failure) => {
    const { name, address } = placeOf(failure);
    return html`<li>${address ? html`<a href="${address}">${name}</a>` : name}: ${failure.cause}</li>`;
  });
  const count = failures.length === 1 ? "One failure" : `${failures.length} failures`;
  return html`<div class="failures" role="alert"><p><strong>${count}</strong></p><ul>${items}</ul></div>\n`;
}
