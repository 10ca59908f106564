import { type Html, html } from "./html.ts";

/** A field that hides those elements of a class whose `data-terms` do not hold what is typed. It appears where scripts run. */
export function filter(label: string, className: string): Html {
  return html`<p class="filter" hidden><label>${label} <input type="search" autocomplete="off" data-filters="${className}"></label> <span class="found" role="status"></span></p>`;
}
