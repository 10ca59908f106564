import { dropout as drop, expectDropout } from "../../attention/dropout.ts";
import type { KeyValueCache } from "../../attention/key-value-cache.ts";
import type { Value } from "../../autodiff/variable.ts";
import { add, matmul, multiply, transpose } from "../../ops/index.ts";
import { learned } from "../../positions/learned.ts";
import { sinusoidal } from "../../positions/sinusoidal.ts";
import {
  ArgumentError,
  describe,
  expectArray,
  expectInteger,
  expectObject,
  expectOptions,
} from "../../tensor/argument-error.ts";
import type { Random } from "../../tensor/random.ts";
import { shapes } from "../../tensor/shapes.ts";
import { type DType, dtypeOf, type NestedArray, type Tensor } from "../../tensor/tensor.ts";
import { causalWith } from "./causal-with.ts";
import { type EmbeddingParams, embedding, initialiseEmbedding } from "./embedding.ts";
import { initialiseNorm, layerNorm, type NormParams } from "./layer-norm.ts";
import {
  blockParts,
  blockShapes,
  dropoutAt,
  expectParts,
  optionNames,
  sizeNames,
  type TransformerBlockOptions,
  type TransformerBlockParams,
  type TransformerBlockSizes,
} from "./transformer-block.ts";
import { initialiseTransformerEncoderBlock, transformerEncoderBlock } from "./transformer-encoder-block.ts";

/** The parameters of `causalLanguageModel`. */
export interface CausalLanguageModelParams<T extends Value = Tensor> {
  /** Its rows are also the columns of the last matrix product. */
  readonly embedding: EmbeddingParams<T> | EmbeddingParams;
  /** [length, d]: a vector for each position, if positions are learned. */
  readonly positions?: T | Tensor;
  readonly blocks: readonly (TransformerBlockParams<T> | TransformerBlockParams)[];
  /** Of what the last block gives, where blocks normalise first. */
  readonly norm?: NormParams<T> | NormParams;
}

/** The choices of a causal language model: those of its blocks, and how positions are told. */
export interface CausalLanguageModelOptions<T extends Value = Tensor>
  extends Omit<TransformerBlockOptions<T>, "cache" | "rotary"> {
  /**
   * Sinusoidal encodings or learned vectors are added to those of the tokens; rotary positions turn every block's
   * queries and keys. By default learned if there are parameters for it, else sinusoidal.
   */
  readonly positions?: "sinusoidal" | "learned" | "rotary";
  /** The keys and values of earlier tokens, one cache for each block: the tokens given now follow them. */
  readonly caches?: readonly KeyValueCache[];
}

/** What a causal language model computes. */
export interface CausalLanguageModel<T extends Value = Tensor> {
  /** […, n, vocabulary]: the unnormalised log probabilities of the next token after each. */
  readonly logits: T;
  /** […, H, n, m] for each block, if asked for. */
  readonly weights?: readonly T[];
}

/** The sizes of a causal language model. */
export interface CausalLanguageModelSizes extends TransformerBlockSizes {
  readonly vocabulary: number;
  /** How many blocks there are. */
  readonly blocks: number;
  /** How many positions have a learned vector; without it, none are learned. */
  readonly length?: number;
  /** Whether blocks normalise first, so that a last normalisation follows them; by default they do. */
  readonly normFirst?: boolean;
}

/**
 * Random weights for `causalLanguageModel`, each layer's as its own initialiser draws them.
 *
 * @example
 * ```ts
 * const sizes = { vocabulary: 11, d: 6, heads: 3, blocks: 2 };
 * const { embedding, blocks } = layers.initialiseCausalLanguageModel(random(1), sizes);
 * [...embedding.E.shape, blocks.length]; // [11, 6, 2]
 * ```
 *
 * @throws ArgumentError when a size is not a whole number above 0, heads does not divide d, or kvHeads not heads.
 */
export function initialiseCausalLanguageModel(
  random: Random,
  sizes: CausalLanguageModelSizes,
  dtype: DType = "float64",
): CausalLanguageModelParams {
  const caller = "layers.initialiseCausalLanguageModel";
  expectOptions(caller, sizes, ["vocabulary", "blocks", "length", "normFirst", ...sizeNames], "sizes");
  const { vocabulary, blocks, length, normFirst = true, ...block } = sizes;
  expectInteger(caller, "blocks", blocks, 1);
  if (length !== undefined) expectInteger(caller, "length", length, 1);
  const { d, bias = true } = block;
  return {
    embedding: initialiseEmbedding(random, { vocabulary, d }, dtype),
    ...(length === undefined ? {} : { positions: initialiseEmbedding(random, { vocabulary: length, d }, dtype).E }),
    blocks: Array.from({ length: blocks }, () => initialiseTransformerEncoderBlock(random, block, dtype)),
    ...(normFirst ? { norm: initialiseNorm({ d, bias }, dtype) } : {}),
  };
}

/**
 * A causal language model: the logits of every next token, from the tokens up to there alone.
 *
 * x₀ = √d·E[tokens] + positions, xₗ = blockₗ(xₗ₋₁) under a causal mask, logits = norm(x_L)·Eᵀ, with one table E for
 * tokens that go in and come out. Masks see the heads as the last leading axis.
 *
 * Vaswani et al. 2017, "Attention Is All You Need", §3.4 (tied embeddings and √d); Radford et al. 2019, "Language Models
 * are Unsupervised Multitask Learners", §2.3 (blocks that normalise first, and the last normalisation).
 *
 * @example
 * ```ts
 * const params = layers.initialiseCausalLanguageModel(random(1), { vocabulary: 11, d: 6, heads: 3, blocks: 2 });
 * layers.causalLanguageModel(params, [[3, 1, 4], [1, 5, 9]], { heads: 3 }).logits.shape; // [2, 3, 11]
 * ```
 *
 * @param tokens […, n] whole numbers below the vocabulary's size, nested as deep as there are axes
 * @throws ArgumentError when shapes, dtypes or options do not fit, or a token is not in the vocabulary.
 */
export function causalLanguageModel(
  params: CausalLanguageModelParams,
  tokens: NestedArray,
  options: CausalLanguageModelOptions,
): CausalLanguageModel;
export function causalLanguageModel<T extends Value = Tensor>(
  params: CausalLanguageModelParams<T> | CausalLanguageModelParams,
  tokens: NestedArray,
  options: CausalLanguageModelOptions<T>,
): CausalLanguageModel<T>;
export function causalLanguageModel(
  params: CausalLanguageModelParams<Value>,
  tokens: NestedArray,
  options: CausalLanguageModelOptions<Value>,
): CausalLanguageModel<Value> {
  const positions = checked(params, tokens, options);
  const { positions: _, caches, mask, dropout, ...block } = options;
  const { E } = params.embedding;
  const d = E.shape[1];
  const start = caches?.[0].length ?? 0;

  const vectors = multiply<Value>(embedding<Value>(params.embedding, tokens), Math.sqrt(d)); // […, n, d]
  const places = Array.from({ length: vectors.shape[vectors.shape.length - 2] }, (_, i) => start + i);
  const placed = (): Value => {
    if (positions === "rotary") return vectors;
    if (positions === "learned") return add<Value>(vectors, learned<Value>(params.positions as Value, places));
    return add<Value>(vectors, sinusoidal(places.length, d, { offset: start, dtype: dtypeOf(E) }));
  };
  let x = dropout === undefined ? placed() : drop(placed(), dropout);

  const weights: Value[] = [];
  params.blocks.forEach((one, i) => {
    const result = transformerEncoderBlock<Value>(one, x, {
      ...block,
      mask: causalWith(mask, start),
      ...(positions === "rotary" ? { rotary: {} } : {}),
      ...(caches === undefined ? {} : { cache: caches[i] }),
      ...(dropout === undefined ? {} : { dropout: dropoutAt(dropout, 1 + 3 * i) }), // a block makes three choices
    });
    x = result.output;
    if (result.weights !== undefined) weights.push(result.weights);
  });
  const last = params.norm === undefined ? x : (options.norm ?? layerNorm)<Value>(params.norm, x);
  const logits = matmul<Value>(last, transpose<Value>(E));
  return options.returnWeights ? { logits, weights } : { logits };
}

function checked(
  params: CausalLanguageModelParams<Value>,
  tokens: NestedArray,
  options: CausalLanguageModelOptions<Value>,
): "sinusoidal" | "learned" | "rotary" {
  const caller = "layers.causalLanguageModel";
  expectOptions(caller, params, ["embedding", "positions", "blocks", "norm"], "params");
  expectObject(caller, "params.embedding", params.embedding);
  expectArray(caller, "params.blocks", params.blocks);
  expectArray(caller, "tokens", tokens);
  const names = optionNames.filter((name) => name !== "rotary" && name !== "cache");
  expectOptions(caller, options, [...names, "positions", "caches"]);
  const table = params.positions;
  const { positions = table === undefined ? "sinusoidal" : "learned", caches, dropout } = options;
  if (!["sinusoidal", "learned", "rotary"].includes(positions)) {
    throw new ArgumentError(caller, "positions", describe(positions), '"sinusoidal", "learned" or "rotary"');
  }
  const E: readonly [Value, "vocabulary d"] = [params.embedding.E, "vocabulary d"];
  shapes(caller, {
    "embedding.E": E,
    ...(positions === "learned" ? { positions: [table as Value, "length d"] as const } : {}),
    ...(params.norm === undefined ? {} : { "norm.gain": [params.norm.gain, "d"] as const }),
  });
  params.blocks.forEach((block, i) => {
    expectParts(caller, `blocks[${i}]`, block, blockParts);
    shapes(caller, { "embedding.E": E, ...blockShapes(block, `blocks[${i}].`) });
  });
  if (caches !== undefined) {
    expectArray(caller, "caches", caches);
    if (caches.length !== params.blocks.length) {
      throw new ArgumentError(
        caller,
        "caches",
        `length ${caches.length}`,
        `${params.blocks.length}, one for each block`,
      );
    }
  }
  const given = (caches?.[0].length ?? 0) + lengthOf(tokens);
  if (positions === "learned" && given > (table as Value).shape[0]) {
    const expected = `at most ${(table as Value).shape[0]}, the learned positions`;
    throw new ArgumentError(caller, "tokens", `${given} places`, expected);
  }
  if (dropout !== undefined) expectDropout(caller, dropout);
  return positions;
}

/** The length of the innermost rows. */
function lengthOf(tokens: NestedArray): number {
  const row = tokens as readonly NestedArray[];
  return Array.isArray(row[0]) ? lengthOf(row[0]) : row.length;
}
