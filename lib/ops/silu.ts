import type { Value } from "../autodiff/variable.ts";
import { add, multiply, subtract } from "./arithmetic.ts";
import { sigmoid, type Unary, unary } from "./elementwise.ts";

// e^(−x) is ∞ far below 0, where σ is 0: σ itself does not overflow, but −∞·0 would be NaN.
const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

const slope: Unary = unary(
  "silu",
  (out, x) => {
    for (let i = 0; i < out.length; i++) {
      const s = logistic(x[i]);
      out[i] = s === 0 || s === 1 ? s : s * (1 + x[i] * (1 - s));
    }
  },
  // σ′ = σ(1 − σ), so that (xσ)″ = σ′·(2 + x(1 − 2σ)).
  (x) => {
    const s = sigmoid<Value>(x);
    const bend = multiply<Value>(x, subtract<Value>(1, multiply<Value>(2, s)));
    return multiply<Value>(multiply<Value>(s, subtract<Value>(1, s)), add<Value>(2, bend));
  },
);

/**
 * The sigmoid linear unit x·σ(x), also called Swish.
 *
 * Hendrycks & Gimpel 2016, "Gaussian Error Linear Units", §2; Ramachandran, Zoph & Le 2017, "Searching for Activation
 * Functions", §4 (Swish with β = 1).
 *
 * @example
 * ```ts
 * toArray(ops.silu(tensor([0, Math.log(3)]))); // [0, 0.75 * Math.log(3)]
 * ```
 *
 * @throws ArgumentError when `x` is not a tensor.
 */
export const silu: Unary = unary(
  "silu",
  (out, x) => {
    for (let i = 0; i < out.length; i++) {
      const s = logistic(x[i]);
      out[i] = s === 0 ? 0 : x[i] * s;
    }
  },
  (x) => slope<Value>(x),
);
