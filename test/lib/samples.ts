import { type DType, random, type Tensor, tensor } from "../../lib/index.ts";

/** Standard normal numbers, the same for the same seed. */
export function sample(shape: readonly number[], seed = 1, dtype: DType = "float64"): Tensor {
  return random(seed).normal(shape, dtype);
}

/** Numbers between 0.5 and 1.5: away from where logarithms, roots and divisions are steep. */
export function positive(shape: readonly number[], seed = 1): Tensor {
  const t = random(seed).uniform(shape);
  return tensor(
    t.data.map((x) => x + 0.5),
    shape,
  );
}

/** The same numbers, rounded, with half the memory. */
export function single(t: Tensor): Tensor {
  return tensor(Float32Array.from(t.data), t.shape);
}

/** The same numbers with twice the memory. */
export function double(t: Tensor): Tensor {
  return tensor(Float64Array.from(t.data), t.shape);
}
