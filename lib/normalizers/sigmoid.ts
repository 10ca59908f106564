import type { Value } from "../autodiff/variable.ts";
import { sigmoid as logistic } from "../ops/index.ts";
import { shapes } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Normalizer } from "./normalizer.ts";

/**
 * The logistic function of each score by itself: w = 1 / (1 + e⁻ˢ). Rows need not sum to 1: these are gates.
 *
 * Hu, Shen & Sun 2018, "Squeeze-and-Excitation Networks", Eq. 3.
 *
 * @example
 * ```ts
 * toArray(normalizers.sigmoid()(tensor([[0, Math.log(3)]]))); // [[0.5, 0.75]]
 * ```
 *
 * The normaliser throws ArgumentError when the scores are not […, n, m].
 */
export function sigmoid(): Normalizer {
  return <T extends Value>(scores: T | Tensor): T => {
    shapes("normalizers.sigmoid", { scores: [scores, "… n m"] });
    return logistic(scores);
  };
}
