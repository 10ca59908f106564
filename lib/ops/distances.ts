import type { Value } from "../autodiff/variable.ts";
import { shapes } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { equal } from "./compare.ts";
import { sqrt } from "./elementwise.ts";
import { squaredDistances } from "./squared-distances.ts";
import { where } from "./where.ts";

/**
 * ‖qᵢ − kⱼ‖ for every pair of rows. Where two rows coincide the distance has a kink: its gradient there is 0.
 *
 * @example
 * ```ts
 * toArray(ops.distances(tensor([[0, 0]]), tensor([[3, 4], [0, 1]]))); // [[5, 1]]
 * ```
 *
 * @param q […, n, d]
 * @param k […, m, d]
 * @returns […, n, m]
 * @throws ArgumentError when the rows have different lengths, leading axes do not broadcast, or dtypes differ.
 */
export function distances(q: Tensor, k: Tensor): Tensor;
export function distances<T extends Value>(q: Tensor, k: T | Tensor): T;
export function distances<T extends Value>(q: T | Tensor, k: T | Tensor): T;
export function distances(q: Value, k: Value): Value {
  shapes("ops.distances", { q: [q, "… n d"], k: [k, "… m d"] });
  const squares = squaredDistances<Value>(q, k);
  return where<Value>(equal(squares, 0), 0, sqrt<Value>(squares));
}
