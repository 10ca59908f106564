import type { NdArray } from "ndarray";
import { attend } from "../attention/attend.ts";
import { expectMaskFits } from "../attention/attention-weights.ts";
import type { Value } from "../autodiff/variable.ts";
import { fromTensor } from "../masks/from-tensor.ts";
import { isMask, type Mask } from "../masks/mask.ts";
import { toTensor } from "../masks/to-tensor.ts";
import { broadcastTo, concatenate, sum, where } from "../ops/index.ts";
import { dot } from "../scores/dot.ts";
import { expectInteger, expectObject, expectOptions } from "../tensor/argument-error.ts";
import type { Random } from "../tensor/random.ts";
import { shapes } from "../tensor/shapes.ts";
import type { DType, Tensor } from "../tensor/tensor.ts";
import { type FeedForwardParams, feedForward, initialiseFeedForward } from "./transformer/feed-forward.ts";

/** The parameters of `decomposableAttention`: those of its three feed-forward layers. */
export interface DecomposableAttentionParams<T extends Value = Tensor> {
  /** F, from d to the features in which tokens are compared by their dot product. */
  readonly attend: FeedForwardParams<T> | FeedForwardParams;
  /** G, from 2d to g features. */
  readonly compare: FeedForwardParams<T> | FeedForwardParams;
  /** H, from 2g to the classes. */
  readonly aggregate: FeedForwardParams<T> | FeedForwardParams;
}

/** Which tokens are real: masks of keys, broadcast to […, 1, n] and […, 1, m]. By default all are. */
export interface DecomposableAttentionOptions {
  readonly maskA?: Mask | NdArray<Uint8Array>;
  readonly maskB?: Mask | NdArray<Uint8Array>;
}

/** What decomposable attention computes. */
export interface DecomposableAttention<T extends Value = Tensor> {
  /** […, classes] */
  readonly logits: T;
  /** […, n, m]: how much of each token of b is aligned with each of a. */
  readonly weightsA: T;
  /** […, m, n]: how much of each token of a is aligned with each of b. */
  readonly weightsB: T;
}

/** The features of a token, those hidden in and given by the layers, and the classes. */
export interface DecomposableAttentionSizes {
  readonly d: number;
  readonly hidden: number;
  readonly classes: number;
}

/**
 * Random weights for `decomposableAttention`: F, G and H have `hidden` hidden features, and F and G give as many.
 *
 * With h hidden features and c classes these are 3dh + 4h² + hc weights and 5h + c biases.
 *
 * @example
 * ```ts
 * const params = layers.initialiseDecomposableAttention(random(1), { d: 5, hidden: 7, classes: 3 });
 * [...params.compare.W1.shape, ...params.aggregate.W2.shape]; // [10, 7, 7, 3]
 * ```
 *
 * @throws ArgumentError when a size is not a whole number above 0.
 */
export function initialiseDecomposableAttention(
  random: Random,
  sizes: DecomposableAttentionSizes,
  dtype: DType = "float64",
): DecomposableAttentionParams {
  const caller = "layers.initialiseDecomposableAttention";
  expectOptions(caller, sizes, ["d", "hidden", "classes"], "sizes");
  const { d, hidden, classes } = sizes;
  for (const [name, size] of Object.entries({ d, hidden, classes })) expectInteger(caller, name, size, 1);
  const layer = (input: number, output: number): FeedForwardParams =>
    initialiseFeedForward(random, { input, hidden, output }, dtype);
  return { attend: layer(d, hidden), compare: layer(2 * d, hidden), aggregate: layer(2 * hidden, classes) };
}

/**
 * Decomposable attention between two sentences a and b: every token is aligned with the other sentence, compared with
 * what it is aligned with, and the comparisons are summed.
 *
 * Attend: eᵢⱼ = F(aᵢ)·F(bⱼ), βᵢ = Σⱼ softmaxⱼ(eᵢⱼ)bⱼ, αⱼ = Σᵢ softmaxᵢ(eᵢⱼ)aᵢ. Compare: v₁ᵢ = G([aᵢ, βᵢ]), v₂ⱼ = G([bⱼ,
 * αⱼ]). Aggregate: logits = H([Σᵢ v₁ᵢ, Σⱼ v₂ⱼ]). F, G and H are `feedForward` layers with ReLU. The order of the tokens
 * does not matter.
 *
 * Parikh et al. 2016, "A Decomposable Attention Model for Natural Language Inference", Eq. 1–5.
 *
 * @example
 * ```ts
 * const params = layers.initialiseDecomposableAttention(random(1), { d: 5, hidden: 7, classes: 3 });
 * const { logits, weightsA } = layers.decomposableAttention(params, ones([2, 4, 5]), ones([2, 6, 5]));
 * [...logits.shape, ...weightsA.shape]; // [2, 3, 2, 4, 6]
 * ```
 *
 * @param a […, n, d]
 * @param b […, m, d]
 * @throws ArgumentError when shapes, dtypes or masks do not fit.
 */
export function decomposableAttention(
  params: DecomposableAttentionParams,
  a: Tensor,
  b: Tensor,
  options?: DecomposableAttentionOptions,
): DecomposableAttention;
export function decomposableAttention<T extends Value = Tensor>(
  params: DecomposableAttentionParams<T> | DecomposableAttentionParams,
  a: T | Tensor,
  b: T | Tensor,
  options?: DecomposableAttentionOptions,
): DecomposableAttention<T>;
export function decomposableAttention(
  params: DecomposableAttentionParams<Value>,
  a: Value,
  b: Value,
  options: DecomposableAttentionOptions = {},
): DecomposableAttention<Value> {
  const caller = "layers.decomposableAttention";
  const parts = ["attend", "compare", "aggregate"] as const;
  expectOptions(caller, params, parts, "params");
  for (const part of parts) expectObject(caller, `params.${part}`, params[part]);
  const { n, m, d, lead } = shapes(caller, {
    a: [a, "… n d"],
    b: [b, "… m d"],
    "attend.W1": [params.attend.W1, "d f"],
  });
  expectOptions(caller, options, ["maskA", "maskB"]);
  if (options.maskA !== undefined) expectMaskFits(caller, options.maskA, [...lead, 1, n], "maskA");
  if (options.maskB !== undefined) expectMaskFits(caller, options.maskB, [...lead, 1, m], "maskB");
  const [maskA, maskB] = [options.maskA, options.maskB].map((mask) =>
    mask === undefined || isMask(mask) ? mask : fromTensor(mask),
  );

  const [x, y] = [feedForward<Value>(params.attend, a), feedForward<Value>(params.attend, b)]; // […, n, f], […, m, f]
  const aligned = (q: Value, k: Value, v: Value, mask: Mask | undefined) =>
    attend<Value>(q, k, v, { score: dot(), ...(mask === undefined ? {} : { mask }) });
  const transposed = [...lead.keys(), lead.length + 1, lead.length];
  const compared = (own: Value, other: Value, length: number, mask: Mask | undefined): Value => {
    const pairs = [broadcastTo<Value>(own, [...lead, length, d]), broadcastTo<Value>(other, [...lead, length, d])];
    const comparisons = feedForward<Value>(params.compare, concatenate<Value>(pairs, { axis: -1 })); // […, length, g]
    const real = mask && toTensor(mask, 1, length, lead).transpose(...transposed);
    return sum<Value>(real === undefined ? comparisons : where<Value>(real, comparisons, 0), { axis: -2 });
  };
  const [beta, alpha] = [aligned(x, y, b, maskB), aligned(y, x, a, maskA)];
  const sums = [compared(a, beta.output, n, maskA), compared(b, alpha.output, m, maskB)];
  const logits = feedForward<Value>(params.aggregate, concatenate<Value>(sums, { axis: -1 }));
  return { logits, weightsA: beta.weights, weightsB: alpha.weights };
}
