import { expectOptions } from "../validation/expect.ts";
import { expectCutoff, isRelevant, type Judgements, type Measured, measure, type Run } from "./judgements.ts";
import type { CutoffOptions } from "./ndcg.ts";

/**
 * Mean average precision: the precision at the rank of each relevant document, summed, over the number of all relevant
 * documents, found or not. As trec_eval's `map` and `map_cut`.
 *
 * Buckley & Voorhees 2005, "Retrieval System Evaluation", in "TREC: Experiment and Evaluation in Information Retrieval".
 *
 * @example
 * ```ts
 * const run = new Map([["q", [{ id: "x", score: 2 }, { id: "a", score: 1 }]]]);
 * metrics.meanAveragePrecision(run, new Map([["q", new Map([["a", 1], ["b", 1]])]])).mean; // 1 / 4
 * ```
 *
 * @throws ArgumentError when k is no rank, a score is not finite, or a query has a document twice.
 */
export function meanAveragePrecision(run: Run, judgements: Judgements, options: CutoffOptions = {}): Measured {
  expectOptions("metrics.meanAveragePrecision", options, ["k"]);
  const { k } = options;
  expectCutoff("metrics.meanAveragePrecision", k);
  return measure("metrics.meanAveragePrecision", run, judgements, ({ found, relevant }) => {
    let [sum, count] = [0, 0];
    found.slice(0, k).forEach((grade, i) => {
      if (isRelevant(grade)) sum += ++count / (i + 1);
    });
    return sum / relevant.length;
  });
}
