import type { Value } from "../autodiff/variable.ts";
import { chain } from "../ops/chain.ts";
import { divide, equal, sqrt, subtract, sum, where } from "../ops/index.ts";
import type { Floats } from "../tensor/tensor.ts";
import type { Normalizer } from "./normalizer.ts";
import { highest, rowwise } from "./rowwise.ts";

/**
 * 1.5-entmax: w = max(s/2 − τ, 0)² with the threshold τ at which the row sums to 1: between softmax and sparsemax.
 *
 * The threshold is found exactly, by sorting. Gradient: with r = √w, r ⊙ (w̄ − Σ r w̄ / Σ r).
 *
 * Peters, Niculae & Martins 2019, "Sparse Sequence-to-Sequence Models", §3 and Algorithm 2.
 *
 * @example
 * ```ts
 * toArray(normalizers.entmax15()(tensor([[1.6, 1.2, -1]]))); // [[0.64, 0.36, 0]]
 * ```
 *
 * The normaliser throws ArgumentError when the scores are not […, n, m].
 */
export function entmax15(): Normalizer {
  return rowwise("entmax15", entmax15Row, (cotangent, weights) => {
    const root = sqrt<Value>(weights);
    const total = sum<Value>(root, { axis: -1, keepDims: true });
    const along = sum<Value>(chain(root, cotangent), { axis: -1, keepDims: true });
    // A fully masked row has no roots, and no gradient; nor has a row of NaN that nobody reads.
    const mean = chain(along, divide<Value>(1, where<Value>(equal(total, 0), 1, total)));
    return chain(root, subtract<Value>(cotangent, mean));
  });
}

function entmax15Row(scores: Floats, weights: Floats): void {
  const best = highest(scores);
  const sorted = Float64Array.from(scores, (score) => (score - best) / 2)
    .sort()
    .reverse();
  // With the k best in the support, Σ (x − τ)² = 1 has the solution τ = mean − √((1 − k·variance) / k). Sums of
  // squared deviations are carried along by Welford's update, which does not cancel.
  let [mean, deviations, threshold] = [0, 0, 0];
  for (let k = 1; k <= sorted.length; k++) {
    const step = sorted[k - 1] - mean;
    mean += step / k;
    deviations += step * (sorted[k - 1] - mean);
    const candidate = mean - Math.sqrt(Math.max(0, (1 - deviations) / k));
    if (!(candidate <= sorted[k - 1])) break;
    threshold = candidate;
  }
  for (let j = 0; j < scores.length; j++) weights[j] = Math.max((scores[j] - best) / 2 - threshold, 0) ** 2;
}
