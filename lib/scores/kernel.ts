import type { Value } from "../autodiff/variable.ts";
import { distances } from "../ops/index.ts";
import { expectFunction } from "../tensor/argument-error.ts";
import { shapes } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Score } from "./score.ts";

/**
 * Any function of the distance as a score: score(q, k) = fn(‖q − k‖).
 *
 * `fn` receives all distances […, n, m] at once and returns the scores in the same shape, for example
 * `(u) => ops.relu(ops.subtract(1, u))`, the triangular kernel. Such a kernel's values are weights before their sum is
 * made 1, so they go with a normaliser that divides by the sum; under softmax they would be exponents.
 *
 * Nadaraya 1964, "On Estimating Regression"; Watson 1964, "Smooth Regression Analysis".
 *
 * @example
 * ```ts
 * const triangular = scores.kernel((u) => ops.relu(ops.subtract(1, u)));
 * toArray(triangular(tensor([[0]]), tensor([[0.25], [2]]))); // [[0.75, 0]]
 * ```
 *
 * @throws ArgumentError when `fn` is not a function; the score itself, unless q and k have the same dimension d and `fn`
 * returns […, n, m].
 */
export function kernel(fn: <U extends Value>(distances: U) => U): Score;
export function kernel<T extends Value>(fn: <U extends Value>(distances: U) => U | T): Score<T>;
export function kernel(fn: (distances: Value) => Value): Score<Value> {
  expectFunction("scores.kernel", "fn", fn);
  return (<U extends Value>(q: U | Tensor, k: U | Tensor): U => {
    shapes("scores.kernel", { q: [q, "… n d"], k: [k, "… m d"] });
    const scores = fn(distances<Value>(q, k));
    shapes("scores.kernel", { q: [q, "… n d"], k: [k, "… m d"], "result of fn": [scores, "… n m"] });
    return scores as U;
  }) as Score<Value>;
}
