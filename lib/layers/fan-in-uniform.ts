import type { Random } from "../tensor/random.ts";
import { type DType, type Tensor, wrap } from "../tensor/tensor.ts";

/**
 * Random weights, uniform in ±1/√fanIn: sums over fanIn inputs keep their size, so that neither activations nor
 * gradients grow or shrink with the width.
 *
 * LeCun et al. 1998, "Efficient BackProp", §4.6, with a third of its variance, as is common practice.
 */
export function fanInUniform(random: Random, shape: readonly number[], fanIn: number, dtype: DType): Tensor {
  const x = random.uniform(shape, dtype);
  const bound = 1 / Math.sqrt(fanIn);
  return wrap(x.data.map((u) => (2 * u - 1) * bound) as typeof x.data, [...shape]);
}
