import type { Value } from "../autodiff/variable.ts";
import { divide, l2Normalize, matmul, transpose } from "../ops/index.ts";
import { expectScale, scaleBeside } from "../ops/scale.ts";
import { expectOptions } from "../tensor/argument-error.ts";
import { shapes } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Score } from "./score.ts";

/**
 * The cosine of the angle between query and key: score(q, k) = q·k / (‖q‖·‖k‖·τ), in [−1/τ, 1/τ].
 *
 * A vector of zeros has cosine 0 with everything. The temperature τ (default 1) may be a learned parameter.
 * The score throws ArgumentError unless q is […, n, d] and k […, m, d], with leading axes that broadcast.
 *
 * Graves, Wayne & Danihelka 2014, "Neural Turing Machines", Eq. 6.
 *
 * @example
 * ```ts
 * toArray(scores.cosine()(tensor([[3, 4]]), tensor([[6, 8], [1, 0]]))); // [[1, 0.6]]
 * ```
 *
 * @throws ArgumentError when `temperature` is not above 0.
 */
export function cosine(options?: { readonly temperature?: number | Tensor }): Score;
export function cosine<T extends Value>(options: { readonly temperature?: number | T }): Score<T>;
export function cosine(options: { readonly temperature?: number | Value } = {}): Score<Value> {
  expectOptions("scores.cosine", options, ["temperature"]);
  const { temperature } = options;
  if (temperature !== undefined) expectScale("scores.cosine", "temperature", temperature);
  return (<U extends Value>(q: U | Tensor, k: U | Tensor): U => {
    shapes("scores.cosine", { q: [q, "… n d"], k: [k, "… m d"] });
    const cosines = matmul<Value>(l2Normalize<Value>(q), transpose<Value>(l2Normalize<Value>(k)));
    if (temperature === undefined) return cosines as U;
    return divide<Value>(cosines, scaleBeside("scores.cosine", "temperature", temperature, q, "q")) as U;
  }) as Score<Value>;
}
