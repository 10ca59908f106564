import type { Value } from "../autodiff/variable.ts";
import { multiply } from "../ops/index.ts";
import { ArgumentError, describe, expectOptions } from "../tensor/argument-error.ts";
import { expectSeed, random } from "../tensor/random.ts";
import { allocate, dtypeOf, sizeOf, wrap } from "../tensor/tensor.ts";

/** Which share of the weights to drop, 0 ≤ rate < 1, and the seed of the choice. */
export interface Dropout {
  readonly rate: number;
  readonly seed: number;
}

/** Throw unless the rate lies in [0, 1) and the seed is one. */
export function expectDropout(caller: string, dropout: Dropout): void {
  expectOptions(caller, dropout, ["rate", "seed"], "dropout");
  const { rate, seed } = dropout;
  if (!(typeof rate === "number" && rate >= 0 && rate < 1)) {
    throw new ArgumentError(caller, "dropout.rate", describe(rate), "a number in [0, 1)");
  }
  expectSeed(caller, "dropout.seed", seed);
}

/**
 * Set a random share of the weights to 0 and divide the rest by 1 − rate, so that every weight keeps its mean.
 *
 * Srivastava et al. 2014, "Dropout", §10, in the form that scales in training.
 */
export function dropout(weights: Value, choice: Dropout): Value {
  const factors = allocate(sizeOf(weights.shape), dtypeOf(weights));
  factors.set(dropoutFactors(choice)(factors.length));
  return multiply<Value>(weights, wrap(factors, weights.shape));
}

/** The factors of the weights in row-major order, 0 or 1/(1 − rate), as many at a time as are asked for. */
export function dropoutFactors({ rate, seed }: Dropout): (length: number) => Float64Array {
  const stream = random(seed);
  return (length) => Float64Array.from(stream.uniform([length]).data, (chance) => (chance < rate ? 0 : 1 / (1 - rate)));
}
