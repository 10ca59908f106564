import { expectInteger, expectOptions } from "../validation/expect.ts";
import { isRelevant, type Judged, type Judgements, type Measured, measure, type Run } from "./judgements.ts";

/**
 * Recall at k: which part of all relevant documents are among the first k. As trec_eval's `recall`.
 *
 * @example
 * ```ts
 * const run = new Map([["q", [{ id: "x", score: 2 }, { id: "a", score: 1 }]]]);
 * metrics.recall(run, new Map([["q", new Map([["a", 1], ["b", 2]])]]), { k: 100 }).mean; // 1 / 2
 * ```
 *
 * @throws ArgumentError when k is no rank, a score is not finite, or a query has a document twice.
 */
export function recall(run: Run, judgements: Judgements, options: { k: number }): Measured {
  expectOptions("metrics.recall", options, ["k"]);
  const { k } = options;
  expectInteger("metrics.recall", "k", k, 1);
  const of = ({ found, relevant }: Judged): number => found.slice(0, k).filter(isRelevant).length / relevant.length;
  return measure("metrics.recall", run, judgements, of);
}
