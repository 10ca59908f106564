import { expectOptions } from "../validation/expect.ts";
import { expectCutoff, type Judgements, type Measured, measure, type Run } from "./judgements.ts";

/** Where a metric stops to look. */
export interface CutoffOptions {
  /** The last rank that counts, from 1; all of them unless given. */
  k?: number;
}

/**
 * Normalised discounted cumulative gain: DCG / that of the best ranking possible, DCG = Σ_{r ≤ k} grade_r / log₂(r + 1).
 *
 * The gain is the grade itself, not 2^grade − 1; grades below 0 gain nothing. As trec_eval's `ndcg` and `ndcg_cut`.
 *
 * Järvelin & Kekäläinen 2002, "Cumulated Gain-Based Evaluation of IR Techniques", §2.2, with the discount of
 * Burges et al. 2005.
 *
 * @example
 * ```ts
 * const run = new Map([["q", [{ id: "x", score: 2 }, { id: "a", score: 1 }]]]);
 * metrics.ndcg(run, new Map([["q", new Map([["a", 1]])]]), { k: 10 }).mean; // 1 / Math.log2(3)
 * ```
 *
 * @throws ArgumentError when k is no rank, a score is not finite, or a query has a document twice.
 */
export function ndcg(run: Run, judgements: Judgements, options: CutoffOptions = {}): Measured {
  expectOptions("metrics.ndcg", options, ["k"]);
  const { k } = options;
  expectCutoff("metrics.ndcg", k);
  return measure("metrics.ndcg", run, judgements, ({ found, relevant }) => dcg(found, k) / dcg(relevant, k));
}

const dcg = (grades: readonly number[], k?: number): number =>
  grades.slice(0, k).reduce((sum, grade, i) => sum + Math.max(grade, 0) / Math.log2(i + 2), 0);
