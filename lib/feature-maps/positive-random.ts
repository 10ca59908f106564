import type { Value } from "../autodiff/variable.ts";
import { divide, exp, matmul, multiply, square, subtract, sum } from "../ops/index.ts";
import { expectInteger, expectOptions } from "../tensor/argument-error.ts";
import { expectSeed, random } from "../tensor/random.ts";
import { shapes } from "../tensor/shapes.ts";
import { dtypeOf, type Tensor } from "../tensor/tensor.ts";
import type { FeatureMap } from "./feature-map.ts";

/**
 * Positive random features, whose dot products estimate the exponential kernel without bias: E φ(q)·φ(k) = e^(q·k/√d).
 *
 * φ(x) = e^(ωᵣ·y − ‖y‖²/2) / √count with y = x / d^¼ and `count` independent standard normal vectors ωᵣ.
 *
 * Choromanski et al. 2021, "Rethinking Attention with Performers", Lemma 1.
 *
 * @example
 * ```ts
 * const features = featureMaps.positiveRandom({ count: 4, seed: 1 });
 * toArray(features(zeros([1, 3]))); // [[0.5, 0.5, 0.5, 0.5]]
 * ```
 *
 * @throws ArgumentError when `count` is not a whole number above 0, the seed is none, or an option is unknown; the map
 * itself, when x is not […, n, d].
 */
export function positiveRandom(options: { readonly count: number; readonly seed: number }): FeatureMap {
  const caller = "featureMaps.positiveRandom";
  expectOptions(caller, options, ["count", "seed"]);
  const { count, seed } = options;
  expectInteger(caller, "count", count, 1);
  expectSeed(caller, "seed", seed);
  return <T extends Value>(x: T | Tensor): T => {
    const { d } = shapes(caller, { x: [x, "… n d"] });
    const directions = random(seed).normal([d, count], dtypeOf(x));
    const y = divide<Value>(x, d ** 0.25);
    const halfNorm = multiply<Value>(0.5, sum<Value>(square<Value>(y), { axis: -1, keepDims: true }));
    return divide<Value>(exp<Value>(subtract<Value>(matmul<Value>(y, directions), halfNorm)), Math.sqrt(count)) as T;
  };
}
