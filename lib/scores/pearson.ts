import type { Value } from "../autodiff/variable.ts";
import { mean, subtract } from "../ops/index.ts";
import { shapes } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { cosine } from "./cosine.ts";
import type { Score } from "./score.ts";

/**
 * Pearson's correlation of query and key over their d components: the cosine of q − mean(q) and k − mean(k).
 *
 * A constant vector has correlation 0 with everything. The score throws ArgumentError unless q is […, n, d] and k
 * […, m, d], with leading axes that broadcast.
 *
 * Pearson 1896, "Regression, Heredity, and Panmixia".
 *
 * @example
 * ```ts
 * toArray(scores.pearson()(tensor([[1, 2, 3]]), tensor([[2, 4, 6], [3, 2, 1]]))); // [[1, -1]]
 * ```
 */
export function pearson(): Score {
  const centre = (x: Value): Value => subtract<Value>(x, mean<Value>(x, { axis: -1, keepDims: true }));
  return <T extends Value>(q: T | Tensor, k: T | Tensor): T => {
    shapes("scores.pearson", { q: [q, "… n d"], k: [k, "… m d"] });
    return cosine()<Value>(centre(q), centre(k)) as T;
  };
}
