import { tensorOf, type Value } from "../autodiff/variable.ts";
import { divide, equal, sum, where } from "../ops/index.ts";
import { ArgumentError } from "../tensor/argument-error.ts";
import { elements } from "../tensor/elements.ts";
import { shapes } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Normalizer } from "./normalizer.ts";

/**
 * Division by the row's sum: wᵢⱼ = sᵢⱼ / Σₗ sᵢₗ, for scores that are kernel values (not negative).
 *
 * A row that sums to 0, because no key is within reach, has nothing but weights 0.
 *
 * Nadaraya 1964, "On Estimating Regression"; Watson 1964, "Smooth Regression Analysis".
 *
 * The normaliser throws ArgumentError when the scores are not […, n, m], or one is below 0 (but for −∞, a masked
 * position).
 *
 * @example
 * ```ts
 * toArray(normalizers.sumNormalize()(tensor([[1, 3], [0, 0]]))); // [[0.25, 0.75], [0, 0]]
 * ```
 */
export function sumNormalize(): Normalizer {
  return <T extends Value>(scores: T | Tensor): T => {
    shapes("normalizers.sumNormalize", { scores: [scores, "… n m"] });
    const negative = elements(tensorOf(scores)).find((score) => score < 0 && score !== Number.NEGATIVE_INFINITY);
    if (negative !== undefined) {
      throw new ArgumentError("normalizers.sumNormalize", "scores", `value ${negative}`, "no value below 0");
    }
    const open = where<Value>(equal(scores, Number.NEGATIVE_INFINITY), 0, scores);
    const total = sum<Value>(open, { axis: -1, keepDims: true });
    return divide<Value>(open, where<Value>(equal(total, 0), 1, total)) as T;
  };
}
