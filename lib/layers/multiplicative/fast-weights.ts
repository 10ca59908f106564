import { type LinearAttention, linearAttention } from "../../attention/linear.ts";
import type { Value } from "../../autodiff/variable.ts";
import { identity } from "../../feature-maps/identity.ts";
import { expectInteger, expectObject, expectOptions } from "../../tensor/argument-error.ts";
import type { Random } from "../../tensor/random.ts";
import { shapes } from "../../tensor/shapes.ts";
import { type DType, expectDType, type Tensor } from "../../tensor/tensor.ts";
import { fanInUniform } from "../fan-in-uniform.ts";
import { linear } from "../linear.ts";

/** The slow weights of `fastWeights`, which say what is written and read. */
export interface FastWeightsParams<T extends Value = Tensor> {
  /** [d, d_k] */
  readonly Wq: T | Tensor;
  /** [d, d_k] */
  readonly Wk: T | Tensor;
  /** [d, d_v] */
  readonly Wv: T | Tensor;
}

/** The sizes of a layer with fast weights: d, d_k and d_v. */
export interface FastWeightsSizes {
  readonly input: number;
  readonly key: number;
  readonly value: number;
}

/** The choices of a layer with fast weights. */
export interface FastWeightsOptions<T extends Value = Tensor> {
  /** […, d_k, d_v] the fast weights before the first token, transposed; by default 0. */
  readonly state?: T | Tensor;
}

/**
 * Random slow weights for `fastWeights`, uniform in ±1/√d.
 *
 * @example
 * ```ts
 * layers.initialiseFastWeights(random(1), { input: 5, key: 3, value: 2 }).Wv.shape; // [5, 2]
 * ```
 *
 * @throws ArgumentError when a size is not a whole number above 0.
 */
export function initialiseFastWeights(
  random: Random,
  sizes: FastWeightsSizes,
  dtype: DType = "float64",
): FastWeightsParams {
  const caller = "layers.initialiseFastWeights";
  expectOptions(caller, sizes, ["input", "key", "value"], "sizes");
  const { input, key, value } = sizes;
  for (const name of ["input", "key", "value"] as const) expectInteger(caller, name, sizes[name], 1);
  expectDType(caller, dtype);
  const weights = (width: number): Tensor => fanInUniform(random, [input, width], input, dtype);
  return { Wq: weights(key), Wk: weights(key), Wv: weights(value) };
}

/**
 * A layer whose weights change with each token, by what its slow weights make of the token: F ← F + v⊗k, y = F·q, with
 * k = x·Wk, v = x·Wv, q = x·Wq and fast weights F [d_v, d_k].
 *
 * Fast weights are linear attention without a feature map or normalization: F·q = Σ v (k·q). It is computed so.
 *
 * Schmidhuber 1992, "Learning to Control Fast-Weight Memories"; Schlag, Irie & Schmidhuber 2021, "Linear Transformers Are
 * Secretly Fast Weight Programmers", §2 and §3.
 *
 * @example
 * ```ts
 * const params = { Wq: tensor([[1]]), Wk: tensor([[1]]), Wv: tensor([[10]]) };
 * toArray(layers.fastWeights(params, tensor([[1], [2]])).output); // [[10], [100]]
 * ```
 *
 * @param x […, n, d]
 * @throws ArgumentError when shapes, dtypes or options do not fit.
 */
export function fastWeights(params: FastWeightsParams, x: Tensor, options?: FastWeightsOptions): LinearAttention;
export function fastWeights<T extends Value>(
  params: FastWeightsParams<T>,
  x: T | Tensor,
  options?: FastWeightsOptions<T>,
): LinearAttention<T>;
export function fastWeights(
  params: FastWeightsParams<Value>,
  x: Value,
  options: FastWeightsOptions<Value> = {},
): LinearAttention<Value> {
  const caller = "layers.fastWeights";
  expectObject(caller, "params", params);
  expectOptions(caller, options, ["state"]);
  const { Wq, Wk, Wv } = params;
  shapes(caller, { x: [x, "… n d"], Wq: [Wq, "d d_k"], Wk: [Wk, "d d_k"], Wv: [Wv, "d d_v"] });
  const of = (W: Value): Value => linear<Value>({ W }, x);
  return linearAttention<Value>(of(Wq), of(Wk), of(Wv), { ...options, featureMap: identity(), normalize: false });
}
