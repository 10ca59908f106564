import type { Value } from "../autodiff/variable.ts";
import { shapes } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { divide } from "./arithmetic.ts";
import { equal } from "./compare.ts";
import { sqrt, square } from "./elementwise.ts";
import { sum } from "./reduce.ts";
import { where } from "./where.ts";

/**
 * x / ‖x‖ along the last axis. A vector of zeros has no direction: it stays zero, with gradient 0.
 *
 * @example
 * ```ts
 * toArray(ops.l2Normalize(tensor([[3, 4], [0, 0]]))); // [[0.6, 0.8], [0, 0]]
 * ```
 *
 * @param x […, d]
 * @throws ArgumentError when `x` is not a tensor, a scalar, or empty.
 */
export function l2Normalize(x: Tensor): Tensor;
export function l2Normalize<T extends Value>(x: T | Tensor): T;
export function l2Normalize(x: Value): Value {
  shapes("ops.l2Normalize", { x: [x, "… d"] });
  const squares = sum<Value>(square<Value>(x), { axis: -1, keepDims: true });
  return where<Value>(equal(squares, 0), 0, divide<Value>(x, sqrt<Value>(squares)));
}
