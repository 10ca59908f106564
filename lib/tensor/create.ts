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
 * @throws ArgumentError when `shape`, `value` or `dtype` is not one.
 */
export function full(shape: readonly number[], value: number, dtype: DType = "float64"): Tensor {
  return filled("full", shape, value, dtype);
}

/**
 * A tensor of zeros.
 *
 * @throws ArgumentError when `shape` or `dtype` is not one.
 */
export function zeros(shape: readonly number[], dtype: DType = "float64"): Tensor {
  return filled("zeros", shape, 0, dtype);
}

/**
 * A tensor of ones.
 *
 * @throws ArgumentError when `shape` or `dtype` is not one.
 */
export function ones(shape: readonly number[], dtype: DType = "float64"): Tensor {
  return filled("ones", shape, 1, dtype);
}
