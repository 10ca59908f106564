import { uniformFloat64 } from "pure-rand/distribution/uniformFloat64";
import { uniformInt } from "pure-rand/distribution/uniformInt";
import { mersenne } from "pure-rand/generator/mersenne";
import { ArgumentError, describe, expectInteger } from "./argument-error.ts";
import { allocate, type DType, expectDType, expectShape, sizeOf, type Tensor, wrap } from "./tensor.ts";

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

/** Throw unless `seed` is a whole number of 32 bits: the generator would take another for its remainder. */
export function expectSeed(caller: string, argument: string, seed: unknown): void {
  if (seed !== Number(seed) >>> 0) {
    throw new ArgumentError(caller, argument, describe(seed), "a whole number from 0 to 4294967295");
  }
}

/**
 * A stream of random numbers from a seed (Mersenne Twister, whose seeding keeps the streams of neighbouring seeds
 * apart).
 *
 * Matsumoto & Nishimura 1998, "Mersenne Twister"; Box & Muller 1958, "A Note on the Generation of Random Normal
 * Deviates"; Durstenfeld 1964, "Algorithm 235: Random permutation".
 *
 * @example
 * ```ts
 * random(1).normal([2, 3]).shape; // [2, 3]
 * random(7).integer(100) === random(7).integer(100); // true
 * ```
 *
 * @throws ArgumentError when the seed is not a whole number from 0 to 2³² − 1.
 */
export function random(seed: number): Random {
  expectSeed("random", "seed", seed);
  const generator = mersenne(seed);
  const next = (): number => uniformFloat64(generator);
  // Box–Muller: two uniform numbers give one normal number. 1 − u is never 0, so the logarithm is finite.
  const nextNormal = (): number => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const integer = (below: number): number => {
    expectInteger("random.integer", "below", below, 1);
    return uniformInt(generator, 0, below - 1);
  };
  const draw = (caller: string, sample: () => number, shape: readonly number[], dtype: DType): Tensor => {
    expectShape(caller, shape);
    expectDType(caller, dtype);
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
