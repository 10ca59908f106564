import type { NdArray } from "ndarray";
import { type MultiHeadParams, multiHeadAttention } from "../../attention/multi-head.ts";
import type { Value } from "../../autodiff/variable.ts";
import type { Mask } from "../../masks/mask.ts";
import { expectInteger, expectOptions } from "../../tensor/argument-error.ts";
import type { Random } from "../../tensor/random.ts";
import { shapes } from "../../tensor/shapes.ts";
import type { DType, Tensor } from "../../tensor/tensor.ts";
import { causalWith } from "./causal-with.ts";
import { feedForward } from "./feed-forward.ts";
import { initialiseMultiHeadAttention } from "./initialise-multi-head.ts";
import { initialiseNorm, type NormParams } from "./layer-norm.ts";
import { residual } from "./residual.ts";
import {
  blockParts,
  blockShapes,
  expectBlock,
  sizeNames,
  splitOptions,
  type TransformerBlockOptions,
  type TransformerBlockParams,
  type TransformerBlockSizes,
} from "./transformer-block.ts";
import { initialiseTransformerEncoderBlock } from "./transformer-encoder-block.ts";

/** The parameters of `transformerDecoderBlock`. */
export interface TransformerDecoderBlockParams<T extends Value = Tensor> extends TransformerBlockParams<T> {
  readonly crossAttention: MultiHeadParams<T> | MultiHeadParams;
  readonly crossAttentionNorm: NormParams<T> | NormParams;
}

/** The choices of a decoder block. */
export interface TransformerDecoderBlockOptions<T extends Value = Tensor> extends TransformerBlockOptions<T> {
  /** Who may attend to which token of the context; `mask` is that of self-attention, and causal in any case. */
  readonly contextMask?: Mask | NdArray<Uint8Array>;
}

/** What a decoder block computes. */
export interface TransformerDecoderBlock<T extends Value = Tensor> {
  /** […, n, d] */
  readonly output: T;
  /** […, H, n, n] of self-attention, if asked for. */
  readonly weights?: T;
  /** […, H, n, m] of cross-attention, if asked for. */
  readonly crossWeights?: T;
}

/** The sizes of a decoder block. */
export interface TransformerDecoderBlockSizes extends TransformerBlockSizes {
  /** The features of the context; by default d. */
  readonly context?: number;
}

/**
 * Random weights for `transformerDecoderBlock`, each layer's as its own initialiser draws them.
 *
 * @example
 * ```ts
 * const block = layers.initialiseTransformerDecoderBlock(random(1), { d: 6, heads: 3, context: 5 });
 * block.crossAttention.Wk.shape; // [5, 6]
 * ```
 *
 * @throws ArgumentError when a size is not a whole number above 0, heads does not divide d, or kvHeads not heads.
 */
export function initialiseTransformerDecoderBlock(
  random: Random,
  sizes: TransformerDecoderBlockSizes,
  dtype: DType = "float64",
): TransformerDecoderBlockParams {
  const caller = "layers.initialiseTransformerDecoderBlock";
  expectOptions(caller, sizes, [...sizeNames, "context"], "sizes");
  const { context = sizes.d, ...others } = sizes;
  const { d, heads, kvHeads = heads, bias = true } = sizes;
  expectInteger(caller, "context", context, 1);
  return {
    ...initialiseTransformerEncoderBlock(random, others, dtype),
    crossAttention: initialiseMultiHeadAttention(random, { d, context, heads, kvHeads, bias }, dtype),
    crossAttentionNorm: initialiseNorm({ d, bias }, dtype),
  };
}

/**
 * A decoder block of the transformer: y = x + attention(norm(x)), z = y + crossAttention(norm(y), context), output = z +
 * feedForward(norm(z)), where attention is causal, so that no token hears a later one, and crossAttention attends from
 * every token to the m of the context. With `normFirst: false`, each sum is normalised instead.
 *
 * A bias, rotary positions and a cache are for self-attention. With a cache, x follows the tokens in it.
 *
 * Vaswani et al. 2017, "Attention Is All You Need", §3.1 and §3.2.3 (normalised last); Xiong et al. 2020, "On Layer
 * Normalization in the Transformer Architecture", Table 1 (first).
 *
 * @example
 * ```ts
 * const params = layers.initialiseTransformerDecoderBlock(random(1), { d: 6, heads: 3 });
 * const options = { heads: 3, contextMask: masks.prefix(4), returnWeights: true };
 * const { crossWeights } = layers.transformerDecoderBlock(params, ones([5, 6]), ones([7, 6]), options);
 * crossWeights?.shape; // [3, 5, 7]
 * ```
 *
 * @param x […, n, d]
 * @param context […, m, d_c]
 * @throws ArgumentError when shapes, dtypes or options do not fit.
 */
export function transformerDecoderBlock(
  params: TransformerDecoderBlockParams,
  x: Tensor,
  context: Tensor,
  options: TransformerDecoderBlockOptions,
): TransformerDecoderBlock;
export function transformerDecoderBlock<T extends Value = Tensor>(
  params: TransformerDecoderBlockParams<T> | TransformerDecoderBlockParams,
  x: T | Tensor,
  context: T | Tensor,
  options: TransformerDecoderBlockOptions<T>,
): TransformerDecoderBlock<T>;
export function transformerDecoderBlock(
  params: TransformerDecoderBlockParams<Value>,
  x: Value,
  context: Value,
  options: TransformerDecoderBlockOptions<Value>,
): TransformerDecoderBlock<Value> {
  const caller = "layers.transformerDecoderBlock";
  const parts = [...blockParts, "crossAttention", "crossAttentionNorm"];
  expectBlock(caller, params, parts, options, ["contextMask"]);
  const { crossAttention, crossAttentionNorm } = params;
  shapes(caller, {
    x: [x, "… n d"],
    context: [context, "… m d_c"],
    ...blockShapes(params),
    "crossAttentionNorm.gain": [crossAttentionNorm.gain, "d"],
    "crossAttention.Wq": [crossAttention.Wq, "d cq"],
    "crossAttention.Wk": [crossAttention.Wk, "d_c ck"],
    "crossAttention.Wo": [crossAttention.Wo, "cj d"],
  });
  const { contextMask, ...own } = options;
  const { attention, join, inner, dropout } = splitOptions(own);
  const { mask, bias, rotary, cache, ...shared } = attention;
  const causal = causalWith(mask, cache?.length ?? 0);

  let [weights, crossWeights]: (Value | undefined)[] = [];
  const attend = (y: Value): Value => {
    const result = multiHeadAttention<Value>(y, y, params.attention, { ...attention, mask: causal, ...dropout(0) });
    weights = result.weights;
    return result.output;
  };
  const attendContext = (y: Value): Value => {
    const masked = contextMask === undefined ? shared : { ...shared, mask: contextMask };
    const result = multiHeadAttention<Value>(y, context, crossAttention, { ...masked, ...dropout(2) });
    crossWeights = result.weights;
    return result.output;
  };
  const transform = (y: Value): Value => feedForward<Value>(params.feedForward, y, inner);
  const attended = residual(params.attentionNorm, x, attend, { ...join, ...dropout(1) });
  const heard = residual(crossAttentionNorm, attended, attendContext, { ...join, ...dropout(3) });
  const output = residual(params.feedForwardNorm, heard, transform, { ...join, ...dropout(4) });
  return weights === undefined || crossWeights === undefined ? { output } : { output, weights, crossWeights };
}
