import type { Value } from "../autodiff/variable.ts";
import { chain } from "../ops/chain.ts";
import { divide, equal, sign, subtract, sum, where } from "../ops/index.ts";
import type { Floats } from "../tensor/tensor.ts";
import type { Normalizer } from "./normalizer.ts";
import { highest, rowwise } from "./rowwise.ts";

/**
 * Sparsemax: w = max(s − τ, 0) with the threshold τ at which the row sums to 1: the point of the simplex nearest to s.
 *
 * Scores far below the best get weight exactly 0. The threshold is found exactly, by sorting. Gradient: on the support
 * S of non-zero weights, w̄ᵢ less the mean of w̄ over S; 0 elsewhere.
 *
 * Martins & Astudillo 2016, "From Softmax to Sparsemax", Algorithm 1 and §2.5.
 *
 * @example
 * ```ts
 * toArray(normalizers.sparsemax()(tensor([[1, 0.5, -1]]))); // [[0.75, 0.25, 0]]
 * ```
 *
 * The normaliser throws ArgumentError when the scores are not […, n, m].
 */
export function sparsemax(): Normalizer {
  return rowwise("sparsemax", sparsemaxRow, (cotangent, weights) => {
    const support = sign<Value>(weights);
    const count = sum<Value>(support, { axis: -1, keepDims: true });
    const total = sum<Value>(chain(support, cotangent), { axis: -1, keepDims: true });
    // A fully masked row has no support, and no gradient; nor has a row of NaN that nobody reads.
    const mean = chain(total, divide<Value>(1, where<Value>(equal(count, 0), 1, count)));
    return chain(support, subtract<Value>(cotangent, mean));
  });
}

function sparsemaxRow(scores: Floats, weights: Floats): void {
  // Measured from the best score, so that large scores lose no digits.
  const best = highest(scores);
  const sorted = Float64Array.from(scores, (score) => score - best)
    .sort()
    .reverse();
  let [sum, threshold] = [0, 0];
  for (let k = 0; k < sorted.length; k++) {
    sum += sorted[k];
    if (!(1 + (k + 1) * sorted[k] > sum)) break;
    threshold = (sum - 1) / (k + 1);
  }
  for (let j = 0; j < scores.length; j++) weights[j] = Math.max(scores[j] - best - threshold, 0);
}
