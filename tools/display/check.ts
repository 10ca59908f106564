import { escapeHtml } from "./escape-html.ts";
import { type Bound, judge, type Verdict } from "./judge.ts";
import { type Bundle, send } from "./send.ts";

/** Thrown by a check that fails, after it was shown. */
export class CheckError extends Error {
  override readonly name = "CheckError";
  readonly key: string;

  constructor({ key, statement, finding }: Verdict) {
    super(`check failed: ${key}: ${statement}: ${finding}`);
    this.key = key;
  }
}

/** The outputs of a check: for the ledger of claims, for readers, and as plain text. */
export function checkBundle({ key, statement, value, bound, passed, finding }: Verdict): Bundle {
  const [sign, colour] = passed ? ["✓", "#087f5b"] : ["✗", "#c92a2a"];
  const mark = `<span style="color:${colour};font-weight:bold">${sign}</span>`;
  const said = `<code>${escapeHtml(key)}</code> ${escapeHtml(statement)}: <strong>${escapeHtml(finding)}</strong>`;
  const shown = typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
  return {
    data: {
      "application/vnd.attention-lab.check+json": { key, statement, value: shown, bound, passed },
      "text/html": `<div class="nbcheck" data-passed="${passed}">${mark} ${said}</div>`,
      "text/plain": `${sign} ${key}  ${statement}: ${finding}`,
    },
  };
}

/**
 * Compares a measured value with its bound and shows both: `check("A4.autodiff", "the gradient equals the covariance", error,
 * { below: 1e-12 })`. NaN never passes. `below` and `above` leave out the limit itself, `within` includes both.
 *
 * @param key the claim and its aspect, as in `A4.autodiff`
 * @throws CheckError when the value is not within its bound, after showing it
 * @throws when the key, the statement or the bound is malformed
 */
export function check(key: string, statement: string, value: number | string | boolean, bound: Bound): void {
  const verdict = judge(key, statement, value, bound);
  send(checkBundle(verdict));
  if (!verdict.passed) throw new CheckError(verdict);
}
