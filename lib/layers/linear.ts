import type { Value } from "../autodiff/variable.ts";
import { add, matmul, reshape } from "../ops/index.ts";
import { expectInteger, expectObject, expectOptions } from "../tensor/argument-error.ts";
import { zeros } from "../tensor/create.ts";
import type { Random } from "../tensor/random.ts";
import { shapes } from "../tensor/shapes.ts";
import { type DType, expectDType, type Tensor } from "../tensor/tensor.ts";
import { fanInUniform } from "./fan-in-uniform.ts";

/** The parameters of `linear`. */
export interface LinearParams<T extends Value = Tensor> {
  /** [d_in, d_out] */
  readonly W: T | Tensor;
  /** [d_out] */
  readonly b?: T | Tensor;
}

/** The sizes of a linear layer, and whether it has a bias (by default it has). */
export interface LinearSizes {
  readonly input: number;
  readonly output: number;
  readonly bias?: boolean;
}

/**
 * Random weights for `linear`, uniform in ±1/√d_in, and biases of 0.
 *
 * @example
 * ```ts
 * layers.initialiseLinear(random(1), { input: 3, output: 2 }).W.shape; // [3, 2]
 * ```
 *
 * @throws ArgumentError when a size is not a whole number above 0.
 */
export function initialiseLinear(random: Random, sizes: LinearSizes, dtype: DType = "float64"): LinearParams {
  const caller = "layers.initialiseLinear";
  expectOptions(caller, sizes, ["input", "output", "bias"], "sizes");
  const { input, output, bias = true } = sizes;
  expectInteger(caller, "input", input, 1);
  expectInteger(caller, "output", output, 1);
  expectDType(caller, dtype);
  const W = fanInUniform(random, [input, output], input, dtype);
  return bias ? { W, b: zeros([output], dtype) } : { W };
}

/**
 * The linear (fully connected) layer x·W + b.
 *
 * @example
 * ```ts
 * toArray(layers.linear({ W: tensor([[1], [2]]), b: tensor([10]) }, tensor([3, 4]))); // [21]
 * ```
 *
 * @param x […, d_in]
 * @returns […, d_out]
 * @throws ArgumentError when shapes or dtypes do not fit.
 */
export function linear(params: LinearParams, x: Tensor): Tensor;
export function linear<T extends Value>(params: LinearParams<T>, x: T | Tensor): T;
export function linear(params: LinearParams<Value>, x: Value): Value {
  const caller = "layers.linear";
  expectObject(caller, "params", params);
  const { W, b } = params;
  const { d_in, d_out } =
    b === undefined
      ? shapes(caller, { x: [x, "… d_in"], W: [W, "d_in d_out"] })
      : shapes(caller, { x: [x, "… d_in"], W: [W, "d_in d_out"], b: [b, "d_out"] });
  const row = x.shape.length === 1;
  const product = matmul<Value>(row ? reshape<Value>(x, [1, d_in]) : x, W);
  const out = row ? reshape<Value>(product, [d_out]) : product;
  return b === undefined ? out : add<Value>(out, b);
}
