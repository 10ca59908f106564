import { ArgumentError, describe } from "./argument-error.ts";
import { allocate, type DType, expectDType, expectShape, sizeOf, type Tensor, wrap } from "./tensor.ts";

function filled(caller: string, shape: readonly number[], value: number, dtype: DType): Tensor {
  expectShape(caller, shape);
  if (typeof value !== "number") throw new ArgumentError(caller, "value", describe(value), "a number");
  expectDType(caller, dtype);
  return wrap(allocate(sizeOf(shape), dtype).fill(value), [...shape]);
}

/**
 * A tensor of the given shape, every element `value`.
 *
 * @example
 * ```ts
 * toArray(full([2, 2], 7)); // [[7, 7], [7, 7]]
 * ```
 *
 * @throws ArgumentError when `shape`, `value` or `dtype` is not one.
 */
export function full(shape: readonly number[], value: number, dtype: DType = "float64"): Tensor {
  return filled("full", shape, value, dtype);
}

/**
 * A tensor of zeros.
 *
 * @example
 * ```ts
 * toArray(zeros([2, 3])); // [[0, 0, 0], [0, 0, 0]]
 * ```
 *
 * @throws ArgumentError when `shape` or `dtype` is not one.
 */
export function zeros(shape: readonly number[], dtype: DType = "float64"): Tensor {
  return filled("zeros", shape, 0, dtype);
}

/**
 * A tensor of ones.
 *
 * @example
 * ```ts
 * toArray(ones([3])); // [1, 1, 1]
 * ones([3], "float32").dtype; // "float32"
 * ```
 *
 * @throws ArgumentError when `shape` or `dtype` is not one.
 */
export function ones(shape: readonly number[], dtype: DType = "float64"): Tensor {
  return filled("ones", shape, 1, dtype);
}
