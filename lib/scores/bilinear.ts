import type { Value } from "../autodiff/variable.ts";
import { matmul, transpose } from "../ops/index.ts";
import { shapes } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Score } from "./score.ts";

/**
 * The bilinear score: score(q, k) = qᵀ·W·k, for queries […, n, d_q] and keys […, m, d_k].
 *
 * Luong, Pham & Manning 2015, §3.1 ("general").
 *
 * @example
 * ```ts
 * toArray(scores.bilinear(tensor([[2], [3]]))(tensor([[1, 1]]), tensor([[10]]))); // [[50]]
 * ```
 *
 * @param W [d_q, d_k]
 * @throws ArgumentError when W is not a matrix; the score itself, when W does not fit q and k.
 */
export function bilinear(W: Tensor): Score;
export function bilinear<T extends Value>(W: T | Tensor): Score<T>;
export function bilinear(W: Value): Score<Value> {
  shapes("scores.bilinear", { W: [W, "d_q d_k"] });
  return (<U extends Value>(q: U | Tensor, k: U | Tensor): U => {
    shapes("scores.bilinear", { q: [q, "… n d_q"], k: [k, "… m d_k"], W: [W, "d_q d_k"] });
    return matmul<Value>(matmul<Value>(q, W), transpose<Value>(k)) as U;
  }) as Score<Value>;
}
