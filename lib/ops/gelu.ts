import type { Value } from "../autodiff/variable.ts";
import { ArgumentError, describe, expectOptions } from "../tensor/argument-error.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { add, multiply, subtract } from "./arithmetic.ts";
import { exp, sigmoid, square, unary } from "./elementwise.ts";
import { erfc } from "./error-function.ts";

// The normal distribution function Φ and its density φ.
const distribution = (x: number): number => erfc(-x * Math.SQRT1_2) / 2;
const norm = 1 / Math.sqrt(2 * Math.PI);
const density = (x: number): number => norm * Math.exp((-x * x) / 2);

// Far out GELU is max(x, 0) to the last digit, and ∞ must not meet 0. NaN stays itself.
const isNear = (x: number): boolean => Math.abs(x) < 40;
const farSlope = (x: number): number => (Math.sign(x) + 1) / 2;

const exactSlope = unary(
  "gelu",
  (out, x) => {
    for (let i = 0; i < out.length; i++)
      out[i] = isNear(x[i]) ? distribution(x[i]) + x[i] * density(x[i]) : farSlope(x[i]);
  },
  // φ′ = −xφ, so that (Φ + xφ)′ = (2 − x²)φ.
  (x) => {
    const squares = square<Value>(x);
    const densities = multiply<Value>(norm, exp<Value>(multiply<Value>(-0.5, squares)));
    return multiply<Value>(subtract<Value>(2, squares), densities);
  },
);
const exact = unary(
  "gelu",
  (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = isNear(x[i]) ? x[i] * distribution(x[i]) : Math.max(x[i], 0);
  },
  (x) => exactSlope<Value>(x),
);

// x·s with s = (1 + tanh u)/2 = σ(2u), where 2u = a(x + bx³).
const [a, b] = [2 * Math.sqrt(2 / Math.PI), 0.044715];
const step = (x: number): number => 1 / (1 + Math.exp(-a * (x + b * x * x * x)));

const nearSlope = (x: number): number => {
  const s = step(x);
  return s + x * s * (1 - s) * a * (1 + 3 * b * x * x);
};

const approximateSlope = unary(
  "gelu",
  (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = isNear(x[i]) ? nearSlope(x[i]) : farSlope(x[i]);
  },
  // s′ = s(1 − s)·2u′, s″ = s(1 − s)·(2u″ + (1 − 2s)(2u′)²) and (xs)″ = 2s′ + xs″.
  (x) => {
    const squares = square<Value>(x);
    const s = sigmoid<Value>(multiply<Value>(multiply<Value>(a, x), add<Value>(1, multiply<Value>(b, squares))));
    const first = multiply<Value>(a, add<Value>(1, multiply<Value>(3 * b, squares)));
    const bend = multiply<Value>(subtract<Value>(1, multiply<Value>(2, s)), square<Value>(first));
    const inner = multiply<Value>(x, add<Value>(multiply<Value>(6 * a * b, x), bend));
    return multiply<Value>(multiply<Value>(s, subtract<Value>(1, s)), add<Value>(multiply<Value>(2, first), inner));
  },
);
const approximate = unary(
  "gelu",
  (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = isNear(x[i]) ? x[i] * step(x[i]) : Math.max(x[i], 0);
  },
  (x) => approximateSlope<Value>(x),
);

/** Whether GELU's distribution function is itself, or its approximation by tanh. By default it is itself. */
export interface GeluOptions {
  readonly approximate?: "none" | "tanh";
}

/**
 * The Gaussian error linear unit x·Φ(x) with the normal distribution function Φ(x) = (1 + erf(x/√2))/2; with
 * `approximate: "tanh"`, x·(1 + tanh(√(2/π)·(x + 0.044715x³)))/2.
 *
 * Hendrycks & Gimpel 2016, "Gaussian Error Linear Units", §2.
 *
 * @example
 * ```ts
 * toArray(ops.gelu(tensor([0, 1]))); // [0, 0.841344746068543]
 * toArray(ops.gelu(tensor([0, 1]), { approximate: "tanh" })); // [0, 0.841191990608303]
 * ```
 *
 * @throws ArgumentError when `approximate` is neither.
 */
export function gelu(x: Tensor, options?: GeluOptions): Tensor;
export function gelu<T extends Value>(x: T | Tensor, options?: GeluOptions): T;
export function gelu(x: Value, options: GeluOptions = {}): Value {
  expectOptions("ops.gelu", options, ["approximate"]);
  const { approximate: by = "none" } = options;
  if (by !== "none" && by !== "tanh") {
    throw new ArgumentError("ops.gelu", "approximate", describe(by), '"none" or "tanh"');
  }
  return by === "tanh" ? approximate<Value>(x) : exact<Value>(x);
}
