import type { Value } from "../autodiff/variable.ts";
import { divide, multiply, squaredDistances } from "../ops/index.ts";
import { expectScale, scaleBeside } from "../ops/scale.ts";
import { expectOptions } from "../tensor/argument-error.ts";
import { shapes } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Score } from "./score.ts";

/**
 * The negative squared distance: score(q, k) = −‖q − k‖² / (2σ²), with bandwidth σ (default 1) in the units of q.
 *
 * Under softmax it gives the Gaussian kernel regression of Nadaraya and Watson. The bandwidth may be a learned
 * parameter. The score throws ArgumentError unless q is […, n, d] and k […, m, d], with leading axes that broadcast.
 *
 * Watson 1964, "Smooth Regression Analysis"; Nadaraya 1964, "On Estimating Regression".
 *
 * @example
 * ```ts
 * toArray(scores.negativeSquaredDistance({ bandwidth: 5 })(tensor([[0, 0]]), tensor([[3, 4]]))); // [[-0.5]]
 * ```
 *
 * @throws ArgumentError when `bandwidth` is not above 0.
 */
export function negativeSquaredDistance(options?: { readonly bandwidth?: number | Tensor }): Score;
export function negativeSquaredDistance<T extends Value>(options: { readonly bandwidth?: number | T }): Score<T>;
export function negativeSquaredDistance(options: { readonly bandwidth?: number | Value } = {}): Score<Value> {
  expectOptions("scores.negativeSquaredDistance", options, ["bandwidth"]);
  const { bandwidth = 1 } = options;
  expectScale("scores.negativeSquaredDistance", "bandwidth", bandwidth);
  return (<U extends Value>(q: U | Tensor, k: U | Tensor): U => {
    shapes("scores.negativeSquaredDistance", { q: [q, "… n d"], k: [k, "… m d"] });
    // σ divides the distance before it is squared, so that a number and a learned parameter take the same way.
    const divisor = scaleBeside("scores.negativeSquaredDistance", "bandwidth", bandwidth, q, "q");
    const scaled = (x: Value): Value => divide<Value>(x, divisor);
    return multiply<Value>(-0.5, squaredDistances<Value>(scaled(q), scaled(k))) as U;
  }) as Score<Value>;
}
