import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { xoroshiro128plus } from "pure-rand/generator/xoroshiro128plus";
import { expectInteger } from "./argument-error.ts";
import { allocate, type DType, expectShape, sizeOf, type Tensor, wrap } from "./tensor.ts";

/** A stream of random numbers. Each call moves it on; the same seed gives the same stream everywhere. */
export interface Random {
  /** Independent uniform numbers in [0, 1). */
  uniform(shape: readonly number[], dtype?: DType): Tensor;
  /** Independent standard normal numbers. */
  normal(shape: readonly number[], dtype?: DType): Tensor;
  /** A whole number, each of 0 … below − 1 equally likely. */
  integer(below: number): number;
  /** The numbers 0 … length − 1 in random order (Fisher–Yates). */
  permutation(length: number): number[];
}

/**
 * A stream of random numbers from a seed (xoroshiro128+).
 *
 * @throws ArgumentError when the seed is not a whole number.
 */
export function random(seed: number): Random {
  expectInteger("random", "seed", seed, Number.MIN_SAFE_INTEGER);
  const generator = xoroshiro128plus(seed);
  const next = (): number => uniformFloat64(generator);
  // Box–Muller: two uniform numbers give one normal number. 1 − u is never 0, so the logarithm is finite.
  const nextNormal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const integer = (below: number): number => {
    expectInteger("random.integer", "below", below, 1);
    return uniformInt(generator, 0, below - 1);
  };
  const draw = (caller: string, sample: () => number, shape: readonly number[], dtype: DType): Tensor => {
    expectShape(caller, shape);
    const data = allocate(sizeOf(shape), dtype);
    for (let i = 0; i < data.length; i++) data[i] = sample();
    return wrap(data, [...shape]);
  };
  return {
    uniform: (shape, dtype = "float64") => draw("random.uniform", next, shape, dtype),
    normal: (shape, dtype = "float64") => draw("random.normal", nextNormal, shape, dtype),
    integer,
    permutation(length) {
      expectInteger("random.permutation", "length", length, 0);
      const order = Array.from({ length }, (_, i) => i);
      for (let i = length - 1; i > 0; i--) {
        const j = integer(i + 1);
        [order[i], order[j]] = [order[j], order[i]];
      }
      return order;
    },
  };
}
