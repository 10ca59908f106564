import { expectInteger, expectOptions } from "../validation/expect.ts";
import { isRelevant, type Judgements, type Measured, measure, type Run } from "./judgements.ts";

/**
 * Precision at k: which part of the first k are relevant. A ranking of fewer than k is short of relevant ones: the
 * divisor is k all the same, as in trec_eval's `P`.
 *
 * @example
 * ```ts
 * const run = new Map([["q", [{ id: "x", score: 2 }, { id: "a", score: 1 }]]]);
 * metrics.precision(run, new Map([["q", new Map([["a", 1]])]]), { k: 5 }).mean; // 1 / 5
 * ```
 *
 * @throws ArgumentError when k is no rank, a score is not finite, or a query has a document twice.
 */
export function precision(run: Run, judgements: Judgements, options: { k: number }): Measured {
  expectOptions("metrics.precision", options, ["k"]);
  const { k } = options;
  expectInteger("metrics.precision", "k", k, 1);
  const of = ({ found }: { found: readonly number[] }): number => found.slice(0, k).filter(isRelevant).length / k;
  return measure("metrics.precision", run, judgements, of);
}
