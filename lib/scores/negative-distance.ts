import type { Value } from "../autodiff/variable.ts";
import { distances, negate } from "../ops/index.ts";
import { shapes } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Score } from "./score.ts";

/**
 * The negative distance: score(q, k) = −‖q − k‖. Without the minus sign the farthest key would score highest.
 *
 * The score throws ArgumentError unless q is […, n, d] and k […, m, d], with leading axes that broadcast.
 *
 * @example
 * ```ts
 * toArray(scores.negativeDistance()(tensor([[0, 0]]), tensor([[3, 4]]))); // [[-5]]
 * ```
 */
export function negativeDistance(): Score {
  return <T extends Value>(q: T | Tensor, k: T | Tensor): T => {
    shapes("scores.negativeDistance", { q: [q, "… n d"], k: [k, "… m d"] });
    return negate<Value>(distances<Value>(q, k)) as T;
  };
}
