import { operation } from "../autodiff/operation.ts";
import { reshape as reshapeValue } from "../autodiff/reshape.ts";
import type { Value } from "../autodiff/variable.ts";
import { ArgumentError, expectArray } from "../tensor/argument-error.ts";
import { expectShaped } from "../tensor/shapes.ts";
import { expectShape, sizeOf, type Tensor } from "../tensor/tensor.ts";

/**
 * The same elements in row-major order under another shape of the same size. Dense memory is shared, not copied.
 *
 * @example
 * ```ts
 * toArray(ops.reshape(tensor([1, 2, 3, 4]), [2, 2])); // [[1, 2], [3, 4]]
 * ```
 *
 * @throws ArgumentError when the sizes differ.
 */
export function reshape(x: Tensor, shape: readonly number[]): Tensor;
export function reshape<T extends Value>(x: T | Tensor, shape: readonly number[]): T;
export function reshape(x: Value, shape: readonly number[]): Value {
  expectShaped("ops.reshape", "x", x);
  expectShape("ops.reshape", shape);
  if (sizeOf(x.shape) !== sizeOf(shape)) {
    const wanted = `${sizeOf(shape)} elements for shape [${shape.join(", ")}]`;
    throw new ArgumentError("ops.reshape", "x", `shape [${x.shape.join(", ")}]`, wanted);
  }
  return x.shape.join() === shape.join() ? x : reshapeValue(x, shape);
}

const applyTranspose = operation<readonly number[]>({
  forward: ([x], axes) => x.transpose(...axes) as Tensor,
  backward: (cotangent, _, __, ___, axes): Value =>
    transpose(
      cotangent,
      axes.map((_, i) => axes.indexOf(i)),
    ),
});

/**
 * The axes of `x` in another order; by default the last two are exchanged. A view: nothing is copied.
 *
 * @example
 * ```ts
 * toArray(ops.transpose(tensor([[1, 2], [3, 4]]))); // [[1, 3], [2, 4]]
 * ops.transpose(zeros([2, 3, 4]), [1, 2, 0]).shape; // [3, 4, 2]
 * ```
 *
 * @throws ArgumentError when `axes` is not a permutation of the axes of `x`.
 */
export function transpose(x: Tensor, axes?: readonly number[]): Tensor;
export function transpose<T extends Value>(x: T | Tensor, axes?: readonly number[]): T;
export function transpose(x: Value, axes?: readonly number[]): Value {
  expectShaped("ops.transpose", "x", x);
  const rank = x.shape.length;
  if (axes !== undefined) expectArray("ops.transpose", "axes", axes);
  else if (rank < 2) {
    throw new ArgumentError("ops.transpose", "x", `shape [${x.shape.join(", ")}]`, "[…, n, m]");
  }
  const all = x.shape.map((_, axis) => axis);
  const order = axes ?? [...all.slice(0, -2), rank - 1, rank - 2];
  if (order.length !== rank || !all.every((axis) => order.includes(axis))) {
    throw new ArgumentError(
      "ops.transpose",
      "axes",
      `value [${order.join(", ")}]`,
      `a permutation of [${all.join(", ")}]`,
    );
  }
  return applyTranspose([x], order);
}
