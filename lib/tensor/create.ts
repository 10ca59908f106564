import { allocate, type DType, expectShape, sizeOf, type Tensor, wrap } from "./tensor.ts";

/** A tensor of the given shape, every element `value`. */
export function full(shape: readonly number[], value: number, dtype: DType = "float64"): Tensor {
  expectShape("full", shape);
  return wrap(allocate(sizeOf(shape), dtype).fill(value), [...shape]);
}

/** A tensor of zeros. */
export function zeros(shape: readonly number[], dtype: DType = "float64"): Tensor {
  expectShape("zeros", shape);
  return wrap(allocate(sizeOf(shape), dtype), [...shape]);
}

/** A tensor of ones. */
export function ones(shape: readonly number[], dtype: DType = "float64"): Tensor {
  expectShape("ones", shape);
  return full(shape, 1, dtype);
}
