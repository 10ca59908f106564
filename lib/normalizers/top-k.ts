import ndarray from "ndarray";
import { tensorOf, type Value } from "../autodiff/variable.ts";
import { where } from "../ops/index.ts";
import { expectInteger } from "../tensor/argument-error.ts";
import { elements } from "../tensor/elements.ts";
import { shapes } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Normalizer } from "./normalizer.ts";
import { softmax } from "./softmax.ts";

/**
 * Softmax over the k highest scores of each row; all others get weight 0. Of equal scores the first is taken.
 *
 * Gradient: that of softmax over the chosen scores; the choice itself passes none.
 *
 * Gupta et al. 2021, "Memory-efficient Transformers via Top-k Attention", §2.
 *
 * @example
 * ```ts
 * toArray(normalizers.topK(2)(tensor([[0, -1, Math.log(3)]]))); // [[0.25, 0, 0.75]]
 * ```
 *
 * @throws ArgumentError when k is not a whole number, at least 1; the normaliser itself, when the scores are not
 * […, n, m].
 */
export function topK(k: number): Normalizer {
  expectInteger("normalizers.topK", "k", k, 1);
  return <T extends Value>(scores: T | Tensor): T => {
    const { m } = shapes("normalizers.topK", { scores: [scores, "… n m"] });
    const x = elements(tensorOf(scores));
    const chosen = new Uint8Array(x.length);
    const descending = (a: number, b: number): number => x[b] - x[a] || a - b;
    for (let start = 0; start < x.length; start += m) {
      const places = Array.from({ length: m }, (_, j) => start + j);
      // A NaN has no rank: its row keeps it, and becomes NaN.
      const ranked = places.filter((at) => !Number.isNaN(x[at])).sort(descending);
      for (const at of [...places.filter((place) => Number.isNaN(x[place])), ...ranked.slice(0, k)]) chosen[at] = 1;
    }
    return softmax()<Value>(where<Value>(ndarray(chosen, scores.shape), scores, Number.NEGATIVE_INFINITY)) as T;
  };
}
