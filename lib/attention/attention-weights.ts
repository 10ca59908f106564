import type { NdArray } from "ndarray";
import type { Value } from "../autodiff/variable.ts";
import { expectMaskTensor } from "../masks/from-tensor.ts";
import { isMask, type Mask } from "../masks/mask.ts";
import { toTensor } from "../masks/to-tensor.ts";
import type { Normalizer } from "../normalizers/normalizer.ts";
import { softmax } from "../normalizers/softmax.ts";
import { add } from "../ops/arithmetic.ts";
import { where } from "../ops/where.ts";
import { scaledDot } from "../scores/scaled-dot.ts";
import type { Score } from "../scores/score.ts";
import { ArgumentError, describe, expectFunction, expectOptions } from "../tensor/argument-error.ts";
import { broadcastView, expectBroadcasts } from "../tensor/broadcast.ts";
import { expectSameDType, expectShaped, shapes } from "../tensor/shapes.ts";
import { isBytes, type Tensor } from "../tensor/tensor.ts";
import { type Dropout, dropout, expectDropout } from "./dropout.ts";

/** The choices that make the classical forms of attention. */
export interface AttentionOptions<T extends Value = Tensor> {
  /** How well a query fits a key; by default `scores.scaledDot()`. */
  readonly score?: Score<T> | Score<Tensor>;
  /** From scores to weights; by default `normalizers.softmax()`. */
  readonly normalize?: Normalizer<T> | Normalizer<Tensor>;
  /** Who may attend to whom: a `Mask`, or a tensor of 0 and 1 that broadcasts to […, n, m]. */
  readonly mask?: Mask | NdArray<Uint8Array>;
  /** Added to the scores; broadcasts to […, n, m]. */
  readonly bias?: T | Tensor;
  /** Random weights set to 0, in training. */
  readonly dropout?: Dropout;
}

/** Attention weights, and the scores they come from. */
export interface WeightsAndScores {
  readonly weights: Value;
  readonly scores: Value;
}

/**
 * The attention weights of queries over keys: normalize(score(q, k) + bias), masked.
 *
 * Masked positions get score −∞ and weight 0; a fully masked row is all zero. What is masked has no influence, even
 * when it is NaN.
 *
 * @example
 * ```ts
 * toArray(attentionWeights(tensor([[1]]), tensor([[0], [Math.log(3)]]))); // [[0.25, 0.75]]
 * toArray(attentionWeights(zeros([2, 1]), zeros([2, 1]), { mask: masks.causal() })); // [[1, 0], [0.5, 0.5]]
 * ```
 *
 * @param q […, n, d_q] queries
 * @param k […, m, d_k] keys
 * @returns […, n, m]; under softmax every row that is not fully masked sums to 1, but for a sink or dropout
 * @throws ArgumentError when shapes, dtypes or options do not fit.
 */
export function attentionWeights(q: Tensor, k: Tensor, options?: AttentionOptions): Tensor;
export function attentionWeights<T extends Value = Tensor>(
  q: T | Tensor,
  k: T | Tensor,
  options?: AttentionOptions<T>,
): T;
export function attentionWeights(q: Value, k: Value, options: AttentionOptions<Value> = {}): Value {
  shapes("attentionWeights", { q: [q, "… n d_q"], k: [k, "… m d_k"] });
  return weigh("attentionWeights", q, k, options).weights;
}

/** `attentionWeights`, on behalf of the function that the error messages name, with the scores. */
export function weigh(caller: string, q: Value, k: Value, options: AttentionOptions<Value>): WeightsAndScores {
  const { n, m, lead } = shapes(caller, { q: [q, "… n d_q"], k: [k, "… m d_k"] });
  const shape = [...lead, n, m];
  expectAttentionOptions(caller, options, q, shape);
  const { score = scaledDot(), normalize = softmax(), mask, bias } = options;
  const allowed = mask === undefined ? undefined : maskTensor(caller, mask, shape);

  const fit: Value = (score as Score)<Value>(q, k);
  expectResult(caller, "score", fit, q, shape);
  const scores = bias === undefined ? fit : add<Value>(fit, bias);
  const masked = allowed === undefined ? scores : where<Value>(allowed, scores, Number.NEGATIVE_INFINITY);
  const normalized: Value = (normalize as Normalizer)<Value>(masked);
  expectResult(caller, "normalize", normalized, q, shape);
  // Once more, so that no normaliser gives a masked position weight or takes a gradient of NaN from its value.
  const weights = allowed === undefined ? normalized : where<Value>(allowed, normalized, 0);
  return { scores, weights: options.dropout === undefined ? weights : dropout(weights, options.dropout) };
}

/** Throw unless the options are such, and fit queries of the dtype of q and scores of this shape. */
export function expectAttentionOptions(
  caller: string,
  options: AttentionOptions<Value>,
  q: Value,
  shape: readonly number[],
): void {
  expectOptions(caller, options, ["score", "normalize", "mask", "bias", "dropout"]);
  const { score, normalize, mask, bias } = options;
  if (score !== undefined) expectFunction(caller, "score", score);
  if (normalize !== undefined) expectFunction(caller, "normalize", normalize);
  if (options.dropout !== undefined) expectDropout(caller, options.dropout);
  if (bias !== undefined) expectBias(caller, bias, q, shape);
  if (mask !== undefined) expectMaskFits(caller, mask, shape);
}

/** Throw unless `bias` is a tensor of the dtype of q that broadcasts to the scores' shape. */
export function expectBias(caller: string, bias: Value, q: Value, shape: readonly number[]): void {
  expectShaped(caller, "bias", bias);
  expectSameDType(caller, "bias", bias, q.dtype, "q");
  expectBroadcasts(caller, "bias", bias.shape, shape);
}

/** Throw unless `mask` is a mask, or a tensor of 0 and 1 that broadcasts to the scores' shape. */
export function expectMaskFits(
  caller: string,
  mask: Mask | NdArray<Uint8Array>,
  shape: readonly number[],
  argument: string = "mask",
): void {
  if (isMask(mask)) return;
  if (!isBytes(mask)) {
    throw new ArgumentError(caller, argument, describe(mask), "a Mask or an ndarray of Uint8Array");
  }
  expectMaskTensor(caller, argument, mask);
  expectBroadcasts(caller, argument, mask.shape, shape);
}

function maskTensor(caller: string, mask: Mask | NdArray<Uint8Array>, shape: readonly number[]): NdArray<Uint8Array> {
  const [n, m] = shape.slice(-2);
  return isMask(mask) ? toTensor(mask, n, m, shape.slice(0, -2)) : broadcastView(caller, "mask", mask, shape);
}

function expectResult(caller: string, name: string, value: Value, q: Value, shape: readonly number[]): void {
  expectShaped(caller, `result of ${name}`, value);
  expectSameDType(caller, `result of ${name}`, value, q.dtype, "q");
  if (value.shape.join() !== shape.join()) {
    const has = `shape [${value.shape.join(", ")}]`;
    throw new ArgumentError(caller, `result of ${name}`, has, `[${shape.join(", ")}], one for each query and key`);
  }
}
