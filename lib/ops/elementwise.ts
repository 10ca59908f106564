import { operation } from "../autodiff/operation.ts";
import { tensorOf, type Value } from "../autodiff/variable.ts";
import { full } from "../tensor/create.ts";
import { elements } from "../tensor/elements.ts";
import { expectShaped } from "../tensor/shapes.ts";
import { allocate, dtypeOf, type Floats, type Tensor, wrap } from "../tensor/tensor.ts";
import { divide, multiply, subtract } from "./arithmetic.ts";
import { chain } from "./chain.ts";

/** A function of one value, element by element. */
export interface Unary {
  (x: Tensor): Tensor;
  <T extends Value>(x: T | Tensor): T;
}

/**
 * f(x) element by element, with its derivative from x and the output y.
 *
 * `fill` writes f of all numbers: a loop of its own for each operation, because a function called for every number would
 * be called, not compiled in.
 */
export function unary(
  name: string,
  fill: (out: Floats, x: Floats) => void,
  derivative: (x: Value, y: Value) => Value,
): Unary {
  const apply = operation({
    forward([x]) {
      const data = elements(x);
      const out = allocate(data.length, dtypeOf(x));
      fill(out, data);
      return wrap(out, [...x.shape]);
    },
    backward: (cotangent, _, [x], y) => chain(cotangent, derivative(x, y)),
  });
  const checked = (x: Value): Value => {
    expectShaped(`ops.${name}`, "x", x);
    return apply([x]);
  };
  return checked as Unary;
}

/**
 * −x.
 *
 * @example
 * ```ts
 * toArray(ops.negate(tensor([1, -2]))); // [-1, 2]
 * ```
 *
 * @throws ArgumentError when `x` is not a tensor.
 */
export const negate: Unary = unary(
  "negate",
  (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = -x[i];
  },
  (x) => full(x.shape, -1, dtypeOf(x)),
);

/**
 * eˣ.
 *
 * @example
 * ```ts
 * toArray(ops.exp(tensor([0, Math.log(2)]))); // [1, 2]
 * ```
 *
 * @throws ArgumentError when `x` is not a tensor.
 */
export const exp: Unary = unary(
  "exp",
  (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.exp(x[i]);
  },
  (_, y) => y,
);

/**
 * ln x.
 *
 * @example
 * ```ts
 * toArray(ops.log(tensor([1, Math.E]))); // [0, 1]
 * ```
 *
 * @throws ArgumentError when `x` is not a tensor.
 */
export const log: Unary = unary(
  "log",
  (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.log(x[i]);
  },
  (x) => divide<Value>(1, x),
);

/**
 * √x.
 *
 * @example
 * ```ts
 * toArray(ops.sqrt(tensor([4, 9]))); // [2, 3]
 * ```
 *
 * @throws ArgumentError when `x` is not a tensor.
 */
export const sqrt: Unary = unary(
  "sqrt",
  (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.sqrt(x[i]);
  },
  (_, y) => divide<Value>(0.5, y),
);

/**
 * x².
 *
 * @example
 * ```ts
 * toArray(ops.square(tensor([-2, 3]))); // [4, 9]
 * ```
 *
 * @throws ArgumentError when `x` is not a tensor.
 */
export const square: Unary = unary(
  "square",
  (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = x[i] * x[i];
  },
  (x) => multiply<Value>(2, x),
);

/**
 * |x|, with derivative 0 at 0.
 *
 * @example
 * ```ts
 * toArray(ops.abs(tensor([-2, 3]))); // [2, 3]
 * ```
 *
 * @throws ArgumentError when `x` is not a tensor.
 */
export const abs: Unary = unary(
  "abs",
  (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.abs(x[i]);
  },
  (x) => sign<Value>(x),
);

/**
 * −1, 0 or 1 by the sign of x, with derivative 0 everywhere.
 *
 * @example
 * ```ts
 * toArray(ops.sign(tensor([-2, 0, 3]))); // [-1, 0, 1]
 * ```
 *
 * @throws ArgumentError when `x` is not a tensor.
 */
export const sign: Unary = unary(
  "sign",
  (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.sign(x[i]);
  },
  (x) => full(x.shape, 0, dtypeOf(x)),
);

/**
 * tanh x.
 *
 * @example
 * ```ts
 * toArray(ops.tanh(tensor([0, Math.atanh(0.5)]))); // [0, 0.5]
 * ```
 *
 * @throws ArgumentError when `x` is not a tensor.
 */
export const tanh: Unary = unary(
  "tanh",
  (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.tanh(x[i]);
  },
  (_, y) => subtract<Value>(1, square<Value>(y)),
);

/**
 * The logistic function σ(x) = 1 / (1 + e⁻ˣ).
 *
 * @example
 * ```ts
 * toArray(ops.sigmoid(tensor([0, Math.log(3)]))); // [0.5, 0.75]
 * ```
 *
 * @throws ArgumentError when `x` is not a tensor.
 */
export const sigmoid: Unary = unary(
  "sigmoid",
  (out, x) => {
    for (let i = 0; i < out.length; i++) {
      const e = Math.exp(-Math.abs(x[i])); // a negative power only, so that nothing overflows
      out[i] = (x[i] < 0 ? e : 1) / (1 + e);
    }
  },
  (_, y) => multiply<Value>(y, subtract<Value>(1, y)),
);

/**
 * ln(1 + eˣ), a smooth max(x, 0), without overflow; its derivative is the logistic function.
 *
 * @example
 * ```ts
 * toArray(ops.softplus(tensor([0, 1000]))); // [Math.log(2), 1000]
 * ```
 *
 * @throws ArgumentError when `x` is not a tensor.
 */
export const softplus: Unary = unary(
  "softplus",
  (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.max(x[i], 0) + Math.log1p(Math.exp(-Math.abs(x[i])));
  },
  (x) => sigmoid<Value>(x),
);

/**
 * max(x, 0), with derivative 0 at 0.
 *
 * @example
 * ```ts
 * toArray(ops.relu(tensor([-2, 3]))); // [0, 3]
 * ```
 *
 * @throws ArgumentError when `x` is not a tensor.
 */
export const relu: Unary = unary(
  "relu",
  (out, x) => {
    for (let i = 0; i < out.length; i++) out[i] = Math.max(x[i], 0);
  },
  (x) => above0(tensorOf(x)),
);

// 1 where x > 0 (or NaN), else 0: constant wherever it is smooth, so that nothing traces it.
function above0(x: Tensor): Tensor {
  const data = elements(x);
  const out = allocate(data.length, dtypeOf(x));
  for (let i = 0; i < out.length; i++) out[i] = data[i] <= 0 ? 0 : 1;
  return wrap(out, [...x.shape]);
}
