import { operation } from "../autodiff/operation.ts";
import type { Value } from "../autodiff/variable.ts";
import { ArgumentError, describe, expectBoolean, expectOptions } from "../tensor/argument-error.ts";
import { elements } from "../tensor/elements.ts";
import { expectShaped } from "../tensor/shapes.ts";
import { allocate, dtypeOf, sizeOf, type Tensor, wrap } from "../tensor/tensor.ts";
import { divide, subtract } from "./arithmetic.ts";
import { broadcastTo, sumTo } from "./broadcast-to.ts";
import { chain } from "./chain.ts";
import { equal } from "./compare.ts";
import { exp } from "./elementwise.ts";
import { reshape } from "./reshape.ts";
import { where } from "./where.ts";

/** Which axis to reduce (negative counts from the last; all by default), and whether it stays with length 1. */
export interface ReduceOptions {
  readonly axis?: number;
  readonly keepDims?: boolean;
}

/** A function that reduces one axis, or all. */
export interface Reduction {
  (x: Tensor, options?: ReduceOptions): Tensor;
  <T extends Value>(x: T | Tensor, options?: ReduceOptions): T;
}

/** Axis `axis` of `x`, counted from the first; `name` is what the error message calls `x`. */
export function axisOf(caller: string, x: Value, axis: number, name: string = "x"): number {
  const rank = x.shape.length;
  if (!Number.isInteger(axis) || axis < -rank || axis >= rank) {
    throw new ArgumentError(
      caller,
      "axis",
      describe(axis),
      `an axis of ${name}, which has shape [${x.shape.join(", ")}]`,
    );
  }
  return axis < 0 ? axis + rank : axis;
}

/**
 * Σ x along one axis, or over all.
 *
 * @example
 * ```ts
 * toArray(ops.sum(tensor([[1, 2], [3, 4]]))); // 10
 * toArray(ops.sum(tensor([[1, 2], [3, 4]]), { axis: -1 })); // [3, 7]
 * ```
 *
 * @throws ArgumentError when `x` is not a tensor, `axis` not one of its axes, or an option is unknown or not one.
 */
export const sum: Reduction = reduction("sum", (x, shape) => sumTo(x, shape));

/**
 * The mean of x along one axis, or over all.
 *
 * @example
 * ```ts
 * toArray(ops.mean(tensor([[1, 2], [3, 4]]))); // 2.5
 * toArray(ops.mean(tensor([[1, 2], [3, 4]]), { axis: 0, keepDims: true })); // [[2, 3]]
 * ```
 *
 * @throws ArgumentError when `x` is not a tensor, `axis` not one of its axes, or an option is unknown or not one.
 */
export const mean: Reduction = reduction("mean", (x, shape) =>
  divide<Value>(sumTo(x, shape), sizeOf(x.shape) / sizeOf(shape)),
);

/**
 * ln Σ eˣ along one axis, or over all, without overflow: the maximum is taken out first.
 *
 * Gradient: softmax(x). An axis of nothing but −∞ gives −∞ with gradient 0.
 *
 * Goodfellow, Bengio & Courville 2016, "Deep Learning", §4.1.
 *
 * @example
 * ```ts
 * toArray(ops.exp(ops.logSumExp(tensor([0, Math.log(3)])))); // 4
 * toArray(ops.logSumExp(tensor([1000, 0]))); // 1000
 * ```
 *
 * @throws ArgumentError when `x` is not a tensor, `axis` not one of its axes, or an option is unknown or not one.
 */
export const logSumExp: Reduction = reduction("logSumExp", (x, shape) => applyLogSumExp([x], shape));

const applyLogSumExp = operation<readonly number[]>({
  forward([x], shape) {
    const out = allocate(sizeOf(shape), dtypeOf(x));
    const data = elements(x);
    // One reduced axis: element i of slice (outer, inner) lies `inner` after `i` steps of the inner size. Over all
    // axes there is one slice, of everything in sequence.
    const axis = x.shape.findIndex((length, i) => length !== shape[i]);
    const inner = axis < 0 || out.length === 1 ? 1 : sizeOf(x.shape.slice(axis + 1));
    const length = data.length / out.length;
    for (let slice = 0; slice < out.length; slice++) {
      const start = Math.floor(slice / inner) * inner * length + (slice % inner);
      let max = Number.NEGATIVE_INFINITY;
      for (let i = 0; i < length; i++) max = Math.max(max, data[start + i * inner]);
      let total = 0;
      if (Number.isFinite(max)) for (let i = 0; i < length; i++) total += Math.exp(data[start + i * inner] - max);
      out[slice] = Number.isFinite(max) ? max + Math.log(total) : max;
    }
    return wrap(out, [...shape]);
  },
  backward(cotangent, _, [x], output) {
    const softmax = exp<Value>(subtract<Value>(x, output));
    const derivative = where<Value>(equal(x, Number.NEGATIVE_INFINITY), 0, softmax);
    return chain(broadcastTo<Value>(cotangent, x.shape), derivative);
  },
});

function reduction(name: string, reduce: (x: Value, shape: readonly number[]) => Value): Reduction {
  const reducing = (x: Value, options: ReduceOptions = {}): Value => {
    expectShaped(`ops.${name}`, "x", x);
    expectOptions(`ops.${name}`, options, ["axis", "keepDims"]);
    const { axis, keepDims = false } = options;
    expectBoolean(`ops.${name}`, "keepDims", keepDims);
    const along = axis === undefined ? undefined : axisOf(`ops.${name}`, x, axis);
    const reduced = x.shape.map((length, i) => (along === undefined || i === along ? 1 : length));
    const result = reduce(x, reduced);
    if (keepDims) return result;
    return reshape<Value>(result, along === undefined ? [] : x.shape.filter((_, i) => i !== along));
  };
  return reducing as Reduction;
}
