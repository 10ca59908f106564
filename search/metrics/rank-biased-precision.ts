import { expectFraction, expectOptions } from "../validation/expect.ts";
import { isRelevant, type Judgements, type Measured, measure, type Run } from "./judgements.ts";

/**
 * Rank-biased precision: (1 − p)·Σ_r rel_r·p^(r−1), what a reader finds who goes on to the next rank with probability p.
 *
 * rel_r is 1 for a relevant document, else 0. What stands below the ranking's end counts as not relevant. trec_eval has
 * no such metric; its other conventions hold here too.
 *
 * Moffat & Zobel 2008, "Rank-Biased Precision for Measurement of Retrieval Effectiveness", Eq. 4.
 *
 * @example
 * ```ts
 * const run = new Map([["q", [{ id: "x", score: 2 }, { id: "a", score: 1 }]]]);
 * metrics.rankBiasedPrecision(run, new Map([["q", new Map([["a", 1]])]]), { persistence: 0.5 }).mean; // 0.25
 * ```
 *
 * @throws ArgumentError when p is not between 0 and 1, a score is not finite, or a query has a document twice.
 */
export function rankBiasedPrecision(
  run: Run,
  judgements: Judgements,
  options: { persistence?: number } = {},
): Measured {
  expectOptions("metrics.rankBiasedPrecision", options, ["persistence"]);
  const { persistence = 0.8 } = options;
  expectFraction("metrics.rankBiasedPrecision", "persistence", persistence);
  return measure("metrics.rankBiasedPrecision", run, judgements, ({ found }) => {
    const seen = found.reduce((sum, grade, i) => sum + (isRelevant(grade) ? persistence ** i : 0), 0);
    return (1 - persistence) * seen;
  });
}
