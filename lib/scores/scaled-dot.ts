import type { Value } from "../autodiff/variable.ts";
import { matmul, multiply, transpose } from "../ops/index.ts";
import { expectScale, scaleBeside } from "../ops/scale.ts";
import { expectOptions } from "../tensor/argument-error.ts";
import { shapes } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Score } from "./score.ts";

/**
 * The scaled dot product: score(q, k) = scale · q·k, by default with scale = 1/√d.
 *
 * The products of d independent terms of unit variance have variance d; the scale brings it back to 1.
 * The score throws ArgumentError unless q is […, n, d] and k […, m, d], with leading axes that broadcast.
 *
 * Vaswani et al. 2017, "Attention Is All You Need", §3.2.1, Eq. 1.
 *
 * @example
 * ```ts
 * toArray(scores.scaledDot()(tensor([[1, 2, 3, 4]]), ones([1, 4]))); // [[5]]
 * ```
 *
 * @throws ArgumentError when `scale` is not above 0.
 */
export function scaledDot(options?: { readonly scale?: number | Tensor }): Score;
export function scaledDot<T extends Value>(options: { readonly scale?: number | T }): Score<T>;
export function scaledDot(options: { readonly scale?: number | Value } = {}): Score<Value> {
  expectOptions("scores.scaledDot", options, ["scale"]);
  const { scale } = options;
  if (scale !== undefined) expectScale("scores.scaledDot", "scale", scale);
  return (<U extends Value>(q: U | Tensor, k: U | Tensor): U => {
    const { d } = shapes("scores.scaledDot", { q: [q, "… n d"], k: [k, "… m d"] });
    // The factor goes to the queries: n·d products instead of n·m.
    const factor = scaleBeside("scores.scaledDot", "scale", scale ?? 1 / Math.sqrt(d), q, "q");
    return matmul<Value>(multiply<Value>(q, factor), transpose<Value>(k)) as U;
  }) as Score<Value>;
}
