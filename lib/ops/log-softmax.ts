import { operation } from "../autodiff/operation.ts";
import type { Value } from "../autodiff/variable.ts";
import { elements } from "../tensor/elements.ts";
import { shapes } from "../tensor/shapes.ts";
import { allocate, dtypeOf, type Floats, type Tensor, wrap } from "../tensor/tensor.ts";
import { subtract } from "./arithmetic.ts";
import { broadcastTo } from "./broadcast-to.ts";
import { chain } from "./chain.ts";
import { exp, negate } from "./elementwise.ts";
import { sum } from "./reduce.ts";

const apply = operation({
  forward([x]) {
    const data = elements(x);
    const out = allocate(data.length, dtypeOf(x));
    const length = x.shape[x.shape.length - 1];
    for (let start = 0; start < data.length; start += length) logSoftmaxRow(data, out, start, start + length);
    return wrap(out, [...x.shape]);
  },
  backward: (cotangent, _, __, y): Value => product([cotangent, y]),
});

// For y = x − ln Σ eˣ, x̄ = ȳ − eʸ·Σ ȳ: in one pass, because it is in every step of training a classifier.
const product = operation({
  forward([cotangent, y]) {
    const [g, logs] = [elements(cotangent), elements(y)];
    const out = g.slice();
    const length = y.shape[y.shape.length - 1];
    for (let start = 0; start < g.length; start += length) subtractShares(out, g, logs, start, start + length);
    return wrap(out, [...y.shape]);
  },
  // With h for what arrives: h̄ᵢ = hᵢ − Σ h·eʸ back to ȳ, and −h·eʸ·Σ ȳ back to y.
  backward(h, index, [cotangent, y]) {
    const shares = chain(h, exp<Value>(y));
    if (index === 0) return subtract<Value>(h, sum<Value>(shares, { axis: -1, keepDims: true }));
    const total = sum<Value>(cotangent, { axis: -1, keepDims: true });
    return chain(shares, broadcastTo<Value>(negate<Value>(total), y.shape));
  },
});

// A row without a cotangent gets none, whatever it holds; nor does what has no share.
function subtractShares(out: Floats, g: Floats, logs: Floats, start: number, end: number): void {
  let total = 0;
  for (let j = start; j < end; j++) total += g[j];
  if (total === 0) return;
  for (let j = start; j < end; j++) {
    const share = Math.exp(logs[j]);
    if (share !== 0) out[j] -= share * total;
  }
}

function logSoftmaxRow(x: Floats, out: Floats, start: number, end: number): void {
  let highest = start;
  for (let j = start; j < end; j++) if (x[j] > x[highest] || Number.isNaN(x[j])) highest = j;
  const max = x[highest];
  // The highest one's own e⁰ = 1 stays out of the sum, where it would round away the others of a clear winner.
  let others = 0;
  for (let j = start; j < end; j++) if (j !== highest) others += Math.exp(x[j] - max);
  const log = Math.log1p(others);
  for (let j = start; j < end; j++) out[j] = max === Number.NEGATIVE_INFINITY ? max : x[j] - max - log;
}

/**
 * ln softmax(x) = x − ln Σ eˣ along the last axis, exact also where a softmax rounds to 0 or 1.
 *
 * A row of nothing but −∞ stays so, with gradient 0 where it has no influence; a NaN makes its own row NaN.
 *
 * @example
 * ```ts
 * toArray(ops.exp(ops.logSoftmax(tensor([0, Math.log(3)])))); // [0.25, 0.75]
 * toArray(ops.logSoftmax(tensor([0, 1000]))); // [-1000, 0]
 * ```
 *
 * @param x […, d]
 * @throws ArgumentError when `x` is not a tensor, is a scalar, or has an empty axis.
 */
export function logSoftmax(x: Tensor): Tensor;
export function logSoftmax<T extends Value>(x: T | Tensor): T;
export function logSoftmax(x: Value): Value {
  shapes("ops.logSoftmax", { x: [x, "… d"] });
  return apply([x]);
}
