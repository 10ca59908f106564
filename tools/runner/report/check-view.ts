import { checkId, claimId } from "./anchors.ts";
import type { Bound, Check } from "./check.ts";
import { type Html, html } from "./html.ts";
import { quantity } from "./quantity.ts";

function limit(bound: Bound): Html {
  if ("below" in bound) return html`&lt; ${exact(bound.below)}`;
  if ("above" in bound) return html`&gt; ${exact(bound.above)}`;
  if ("within" in bound) return html`∈ [${exact(bound.within[0])}, ${exact(bound.within[1])}]`;
  return html`= ${exact(bound.equals)}`;
}

// A limit is printed whole: naming itself, it is never rounded.
const exact = (value: number | string | boolean): Html => quantity(value, [value]);

/** Whether a check passed, in a sign and in words. */
export function mark(passed: boolean): Html {
  return passed
    ? html`<span class="mark" role="img" aria-label="passed">✓</span>`
    : html`<span class="mark" role="img" aria-label="failed">✗</span>`;
}

/** A measured value beside its bound. */
export function measured({ value, bound, passed }: Check): Html {
  const found = quantity(value, Object.values(bound).flat());
  return html`<span class="measured"><strong>${found}</strong> <span class="bound">${passed ? "" : "should be "}${limit(bound)}</span></span>`;
}

/** A check in its report: its key leads to the claim in the ledger. */
export function renderCheck(check: Check): Html {
  const { key, statement, passed } = check;
  const claim = claimId(key.split(".")[0]!);
  return html`<div class="check ${passed ? "passed" : "failed"}" id="${checkId(key)}">${mark(passed)}<a class="key" href="index.html#${claim}">${key}</a><span class="statement">${statement}</span>${measured(check)}</div>\n`;
}
