import { checkId } from "./anchors.ts";
import type { Check } from "./check.ts";
import { mark, measured } from "./check-view.ts";
import { type Html, html } from "./html.ts";

/** All checks of a notebook in one box: what was asked, whether it passed, what was measured and its bound. */
export function renderChecksBox(checks: readonly Check[]): Html {
  if (checks.length === 0) return html``;
  const summary =
    checks.length === 1 ? "The check, with what it measured" : `All ${checks.length} checks, with what they measured`;
  const rows = checks.map(
    (check) => html`<tr class="${check.passed ? "passed" : "failed"}"><td>${mark(check.passed)}</td>
<th scope="row"><a class="key" href="#${encodeURIComponent(checkId(check.key))}">${check.key}</a></th><td>${check.statement}</td><td>${measured(check)}</td></tr>\n`,
  );
  return html`<details class="checks"><summary>${summary}</summary><div class="scroll"><table>
<thead><tr><th scope="col"><span class="unseen">Outcome</span></th><th scope="col">Check</th><th scope="col">Statement</th><th scope="col">Measured and bound</th></tr></thead>
<tbody>${rows}</tbody></table></div></details>\n`;
}
