import type { Value } from "../autodiff/variable.ts";
import { absorbing } from "../ops/matmul.ts";
import { shapes } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type AttentionOptions, weigh } from "./attention-weights.ts";

/** What attention computes: for every query a weighted mean of the values, and how it came about. */
export interface Attention<T extends Value = Tensor> {
  /** […, n, d_v]: weights · v. */
  readonly output: T;
  /** […, n, m]: how much of each value went in. */
  readonly weights: T;
  /** […, n, m]: score(q, k) + bias, before the mask and the normaliser. */
  readonly scores: T;
}

/**
 * Attention: output = normalize(score(q, k) + bias) · v. For each query, the values weighted by how well their keys
 * fit.
 *
 * Options choose the form: the score (dot product, additive, distance …), the normaliser, a mask, a bias, dropout.
 * By default softmax(q·kᵀ/√d)·v, Vaswani et al. 2017, "Attention Is All You Need", Eq. 1.
 *
 * A fully masked query gives zeros. What is masked has no influence on output or gradient, even when it is NaN or ∞;
 * any other NaN in q makes its own row NaN.
 *
 * @example
 * ```ts
 * const { output, weights } = attend(tensor([[1]]), tensor([[0], [Math.log(3)]]), tensor([[4], [8]]));
 * toArray(weights); // [[0.25, 0.75]]
 * toArray(output); // [[7]]
 * ```
 *
 * @param q […, n, d_q] queries
 * @param k […, m, d_k] keys
 * @param v […, m, d_v] values
 * @throws ArgumentError when shapes, dtypes or options do not fit.
 */
export function attend(q: Tensor, k: Tensor, v: Tensor, options?: AttentionOptions): Attention;
export function attend<T extends Value = Tensor>(
  q: T | Tensor,
  k: T | Tensor,
  v: T | Tensor,
  options?: AttentionOptions<T>,
): Attention<T>;
export function attend(q: Value, k: Value, v: Value, options: AttentionOptions<Value> = {}): Attention<Value> {
  shapes("attend", { q: [q, "… n d_q"], k: [k, "… m d_k"], v: [v, "… m d_v"] });
  const { weights, scores } = weigh("attend", q, k, options);
  return { output: absorbing(weights, v), weights, scores };
}
