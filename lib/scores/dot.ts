import type { Value } from "../autodiff/variable.ts";
import { matmul, transpose } from "../ops/index.ts";
import { shapes } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Score } from "./score.ts";

/**
 * The dot product: score(q, k) = q·k.
 *
 * The score throws ArgumentError unless q is […, n, d] and k […, m, d], with leading axes that broadcast.
 *
 * Luong, Pham & Manning 2015, "Effective Approaches to Attention-based Neural Machine Translation", §3.1 ("dot").
 *
 * @example
 * ```ts
 * toArray(scores.dot()(tensor([[1, 2]]), tensor([[3, 4], [5, 6]]))); // [[11, 17]]
 * ```
 */
export function dot(): Score {
  return <T extends Value>(q: T | Tensor, k: T | Tensor): T => {
    shapes("scores.dot", { q: [q, "… n d"], k: [k, "… m d"] });
    return matmul<Value>(q, transpose<Value>(k)) as T;
  };
}
