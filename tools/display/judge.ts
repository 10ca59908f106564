import { formatValue } from "./format-value.ts";

/** What a checked value must be. */
export type Bound =
  | { readonly below: number }
  | { readonly above: number }
  | { readonly within: readonly [low: number, high: number] }
  | { readonly equals: number | string | boolean };

/** A checked value beside its bound. */
export interface Verdict {
  readonly key: string;
  readonly statement: string;
  readonly value: number | string | boolean;
  readonly bound: Bound;
  readonly passed: boolean;
  /** The comparison in words: `2.2e-16 < 1e-12`, or `0.3 is not below 0.1`. */
  readonly finding: string;
}

const keyForm = /^[A-Za-z][A-Za-z0-9]*\.[A-Za-z0-9][A-Za-z0-9-]*$/;
const kinds = ["below", "above", "within", "equals"] as const;

function limitsOf(bound: Bound): readonly unknown[] {
  const limit = Object.values(bound)[0] as unknown;
  return Array.isArray(limit) ? limit : [limit];
}

function requireBound(bound: Bound, value: unknown): void {
  const given = Object.keys(bound ?? {});
  if (given.length !== 1 || !kinds.some((kind) => kind === given[0]))
    throw new Error(`check: bound has keys [${given.join(", ")}], expected one of ${kinds.join(", ")}`);
  const limits = limitsOf(bound);
  if (limits.some((limit) => typeof limit === "number" && !Number.isFinite(limit)))
    throw new Error(`check: ${given[0]} is ${limits.join(", ")}, expected finite numbers`);
  if ("equals" in bound) return;
  const pair = "within" in bound;
  if (limits.length !== (pair ? 2 : 1) || limits.some((limit) => typeof limit !== "number"))
    throw new Error(`check: ${given[0]} is ${JSON.stringify(limits)}, expected ${pair ? "[low, high]" : "a number"}`);
  if (pair && bound.within[0] > bound.within[1])
    throw new Error(`check: within is [${limits.join(", ")}], expected the low limit first`);
  if (typeof value !== "number")
    throw new Error(`check: value is a ${typeof value}, expected a number for ${given[0]}`);
}

function compare(value: number | string | boolean, bound: Bound): { passed: boolean; sign: string; word: string } {
  const number = value as number;
  if ("below" in bound) return { passed: number < bound.below, sign: "<", word: "below" };
  if ("above" in bound) return { passed: number > bound.above, sign: ">", word: "above" };
  if ("within" in bound) {
    const [low, high] = bound.within;
    return { passed: number >= low && number <= high, sign: "in", word: "within" };
  }
  return { passed: value === bound.equals, sign: "=", word: "equal to" };
}

/**
 * Decides whether a value is within its bound, and says so in words; shows nothing.
 *
 * @throws when the key has not the form `claim.aspect`, the statement is empty, or the bound is malformed
 */
export function judge(key: string, statement: string, value: number | string | boolean, bound: Bound): Verdict {
  if (!keyForm.test(key))
    throw new Error(`check: key is ${JSON.stringify(key)}, expected claim.aspect, as in "A4.autodiff"`);
  if (typeof statement !== "string" || statement.trim() === "")
    throw new Error("check: statement is empty, expected what is claimed");
  requireBound(bound, value);
  const { passed, sign, word } = compare(value, bound);
  const limits = limitsOf(bound);
  const printed = limits.map((one) => formatValue(one as number | string | boolean, [value]));
  const limit = "within" in bound ? `[${printed.join(", ")}]` : printed[0];
  const shown = formatValue(value, limits);
  return { key, statement, value, bound, passed, finding: `${shown} ${passed ? sign : `is not ${word}`} ${limit}` };
}
