import { expectOptions } from "../validation/expect.ts";
import { expectCutoff, isRelevant, type Judgements, type Measured, measure, type Run } from "./judgements.ts";
import type { CutoffOptions } from "./ndcg.ts";

/**
 * Mean reciprocal rank: 1/r of the first relevant document, and 0 when there is none among the first k. As trec_eval's
 * `recip_rank`, which knows no k.
 *
 * Voorhees 1999, "The TREC-8 Question Answering Track Report", §3.
 *
 * @example
 * ```ts
 * const run = new Map([["q", [{ id: "x", score: 2 }, { id: "a", score: 1 }]]]);
 * metrics.meanReciprocalRank(run, new Map([["q", new Map([["a", 1]])]])).mean; // 1 / 2
 * ```
 *
 * @throws ArgumentError when k is no rank, a score is not finite, or a query has a document twice.
 */
export function meanReciprocalRank(run: Run, judgements: Judgements, options: CutoffOptions = {}): Measured {
  expectOptions("metrics.meanReciprocalRank", options, ["k"]);
  const { k } = options;
  expectCutoff("metrics.meanReciprocalRank", k);
  return measure("metrics.meanReciprocalRank", run, judgements, ({ found }) => {
    const first = found.slice(0, k).findIndex(isRelevant);
    return first < 0 ? 0 : 1 / (first + 1);
  });
}
