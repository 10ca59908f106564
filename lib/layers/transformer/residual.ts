import { type Dropout, dropout as drop } from "../../attention/dropout.ts";
import type { Value } from "../../autodiff/variable.ts";
import { add } from "../../ops/index.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { layerNorm, type NormParams } from "./layer-norm.ts";

/** `layers.layerNorm`, `layers.rmsNorm`, or another function of the same form. */
export interface Norm {
  (params: NormParams, x: Tensor): Tensor;
  <T extends Value>(params: NormParams<T> | NormParams, x: T | Tensor): T;
}

/** How a sublayer is joined to what it adds to. */
export interface ResidualOptions {
  /** By default `layers.layerNorm`. */
  readonly norm?: Norm;
  /** Whether the sublayer's input is normalised, by default, or else the sum. */
  readonly normFirst?: boolean;
  /** Random numbers of the sublayer's output set to 0, in training. */
  readonly dropout?: Dropout;
}

/** x + f(norm(x)), or norm(x + f(x)). */
export function residual(
  params: NormParams<Value>,
  x: Value,
  f: (x: Value) => Value,
  { norm = layerNorm, normFirst = true, dropout }: ResidualOptions,
): Value {
  const added = (input: Value): Value => {
    const y = f(input);
    return add<Value>(x, dropout === undefined ? y : drop(y, dropout));
  };
  return normFirst ? added(norm<Value>(params, x)) : norm<Value>(params, added(x));
}
