import { checkId, claimId } from "./anchors.ts";
import type { Check } from "./check.ts";
import { type Html, html } from "./html.ts";
import { quantity } from "./quantity.ts";

function limit({ bound, value }: Check): Html {
  const shown = (one: number | string | boolean): Html => quantity(one, [value]);
  if ("below" in bound) return html`&lt; ${shown(bound.below)}`;
  if ("above" in bound) return html`&gt; ${shown(bound.above)}`;
  if ("within" in bound) return html`∈ [${shown(bound.within[0])}, ${shown(bound.within[1])}]`;
  return html`= ${shown(bound.equals)}`;
}

/** Whether a check passed, in a sign and in words. */
export function mark(passed: boolean): Html {
  return passed
    ? html`<span class="mark" role="img" aria-label="passed">✓</span>`
    : html`<span class="mark" role="img" aria-label="failed">✗</span>`;
}

/** A measured value beside its bound. */
export function measured(check: Check): Html {
  const { value, bound, passed } = check;
  const found = quantity(value, Object.values(bound).flat());
  return html`<span class="measured"><strong>${found}</strong> <span class="bound">${passed ? "" : "should be "}${limit(check)}</span></span>`;
}

/** A check in its report: its key leads to the claim in the ledger. */
export function renderCheck(check: Check): Html {
  const { key, statement, passed } = check;
  const claim = claimId(key.split(".")[0]!);
  return html`<div class="check ${passed ? "passed" : "failed"}" id="${checkId(key)}">${mark(passed)}<a class="key" href="index.html#${claim}">${key}</a><span class="statement">${statement}</span>${measured(check)}</div>\n`;
}
