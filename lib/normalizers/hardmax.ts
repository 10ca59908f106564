import { zeros } from "../tensor/create.ts";
import { dtypeOf } from "../tensor/tensor.ts";
import type { Normalizer } from "./normalizer.ts";
import { highest, rowwise } from "./rowwise.ts";

/**
 * Hardmax: all weight to the highest score of the row, the first of equals. Where one score is highest, it is the
 * limit of softmax for temperature 0.
 *
 * It is constant wherever it is smooth: its gradient is 0.
 *
 * @example
 * ```ts
 * toArray(normalizers.hardmax()(tensor([[1, 3, 2]]))); // [[0, 1, 0]]
 * ```
 *
 * The normaliser throws ArgumentError when the scores are not […, n, m].
 */
export function hardmax(): Normalizer {
  return rowwise(
    "hardmax",
    (scores, weights) => {
      weights[scores.indexOf(highest(scores))] = 1;
    },
    (_, weights) => zeros(weights.shape, dtypeOf(weights)),
  );
}
