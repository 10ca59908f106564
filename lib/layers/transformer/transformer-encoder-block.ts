import { multiHeadAttention } from "../../attention/multi-head.ts";
import type { Value } from "../../autodiff/variable.ts";
import { expectInteger, expectOptions } from "../../tensor/argument-error.ts";
import type { Random } from "../../tensor/random.ts";
import { shapes } from "../../tensor/shapes.ts";
import type { DType, Tensor } from "../../tensor/tensor.ts";
import { feedForward, initialiseFeedForward } from "./feed-forward.ts";
import { initialiseMultiHeadAttention } from "./initialise-multi-head.ts";
import { initialiseNorm } from "./layer-norm.ts";
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

/** What an encoder block computes. */
export interface TransformerEncoderBlock<T extends Value = Tensor> {
  /** […, n, d] */
  readonly output: T;
  /** […, H, n, m], if asked for. */
  readonly weights?: T;
}

/**
 * Random weights for `transformerEncoderBlock`, each layer's as its own initialiser draws them.
 *
 * @example
 * ```ts
 * const block = layers.initialiseTransformerEncoderBlock(random(1), { d: 6, heads: 3 });
 * [...block.attention.Wq.shape, ...block.feedForward.W1.shape]; // [6, 6, 6, 24]
 * ```
 *
 * @throws ArgumentError when a size is not a whole number above 0, heads does not divide d, or kvHeads not heads.
 */
export function initialiseTransformerEncoderBlock(
  random: Random,
  sizes: TransformerBlockSizes,
  dtype: DType = "float64",
): TransformerBlockParams {
  const caller = "layers.initialiseTransformerEncoderBlock";
  expectOptions(caller, sizes, sizeNames, "sizes");
  const { d, heads, kvHeads = heads, hidden = 4 * d, gated = false, bias = true } = sizes;
  expectInteger(caller, "d", d, 1);
  expectInteger(caller, "hidden", hidden, 1);
  return {
    attention: initialiseMultiHeadAttention(random, { d, heads, kvHeads, bias }, dtype),
    attentionNorm: initialiseNorm({ d, bias }, dtype),
    feedForward: initialiseFeedForward(random, { input: d, hidden, output: d, gated, bias }, dtype),
    feedForwardNorm: initialiseNorm({ d, bias }, dtype),
  };
}

/**
 * An encoder block of the transformer: y = x + attention(norm(x)), output = y + feedForward(norm(y)), where attention is
 * multi-head self-attention among all n tokens, and the feed-forward layer sees each token by itself. With
 * `normFirst: false`, y = norm(x + attention(x)) and output = norm(y + feedForward(y)).
 *
 * Under a causal mask it is the block of a decoder without an encoder. Masks see the heads as the last leading axis.
 * Dropout sets attention weights to 0, and numbers of each sublayer's output.
 *
 * Vaswani et al. 2017, "Attention Is All You Need", §3.1 and §5.4 (normalised last); Xiong et al. 2020, "On Layer
 * Normalization in the Transformer Architecture", Table 1 (first).
 *
 * @example
 * ```ts
 * const params = layers.initialiseTransformerEncoderBlock(random(1), { d: 6, heads: 3 });
 * const options = { heads: 3, activation: ops.gelu, mask: masks.prefix(4) };
 * layers.transformerEncoderBlock(params, ones([5, 6]), options).output.shape; // [5, 6]
 * ```
 *
 * @param x […, n, d]
 * @throws ArgumentError when shapes, dtypes or options do not fit.
 */
export function transformerEncoderBlock(
  params: TransformerBlockParams,
  x: Tensor,
  options: TransformerBlockOptions,
): TransformerEncoderBlock;
export function transformerEncoderBlock<T extends Value = Tensor>(
  params: TransformerBlockParams<T> | TransformerBlockParams,
  x: T | Tensor,
  options: TransformerBlockOptions<T>,
): TransformerEncoderBlock<T>;
export function transformerEncoderBlock(
  params: TransformerBlockParams<Value>,
  x: Value,
  options: TransformerBlockOptions<Value>,
): TransformerEncoderBlock<Value> {
  const caller = "layers.transformerEncoderBlock";
  expectBlock(caller, params, blockParts, options);
  shapes(caller, { x: [x, "… n d"], ...blockShapes(params) });
  const { attention, join, inner, dropout } = splitOptions(options);

  let weights: Value | undefined;
  const attend = (y: Value): Value => {
    const result = multiHeadAttention<Value>(y, y, params.attention, { ...attention, ...dropout(0) });
    weights = result.weights;
    return result.output;
  };
  const transform = (y: Value): Value => feedForward<Value>(params.feedForward, y, inner);
  const attended = residual(params.attentionNorm, x, attend, { ...join, ...dropout(1) });
  const output = residual(params.feedForwardNorm, attended, transform, { ...join, ...dropout(2) });
  return weights === undefined ? { output } : { output, weights };
}
