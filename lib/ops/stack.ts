import { stack as stackValues } from "../autodiff/stack.ts";
import type { Value } from "../autodiff/variable.ts";
import { ArgumentError, expectArray } from "../tensor/argument-error.ts";
import { expectShaped } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";

/**
 * Values of one shape as the rows of a new first axis.
 *
 * @example
 * ```ts
 * toArray(ops.stack([tensor([1, 2]), tensor([3, 4])])); // [[1, 2], [3, 4]]
 * ```
 *
 * @throws ArgumentError when there are none, or shapes or dtypes differ.
 */
export function stack(values: readonly Tensor[]): Tensor;
export function stack<T extends Value>(values: readonly (T | Tensor)[]): T;
export function stack(values: readonly Value[]): Value {
  expectArray("ops.stack", "values", values);
  if (values.length === 0) throw new ArgumentError("ops.stack", "values", "length 0", "at least one tensor");
  values.forEach((value, i) => {
    expectShaped("ops.stack", `values[${i}]`, value);
    const form = (x: Value): string => `shape [${x.shape.join(", ")}] and dtype ${x.dtype}`;
    if (form(value) !== form(values[0])) {
      throw new ArgumentError("ops.stack", `values[${i}]`, form(value), `${form(values[0])} (from values[0])`);
    }
  });
  return stackValues(values);
}
