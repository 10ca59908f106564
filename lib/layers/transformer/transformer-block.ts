import { type Dropout, expectDropout } from "../../attention/dropout.ts";
import type { MultiHeadOptions, MultiHeadParams } from "../../attention/multi-head.ts";
import type { Value } from "../../autodiff/variable.ts";
import { expectBoolean, expectFunction, expectObject, expectOptions } from "../../tensor/argument-error.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { FeedForwardOptions, FeedForwardParams } from "./feed-forward.ts";
import type { NormParams } from "./layer-norm.ts";
import type { ResidualOptions } from "./residual.ts";

/** The choices of a block: of its attention, its feed-forward layer, and how they are joined. */
export interface TransformerBlockOptions<T extends Value = Tensor>
  extends MultiHeadOptions<T>,
    FeedForwardOptions,
    Omit<ResidualOptions, "dropout"> {}

/** The sizes of a block. */
export interface TransformerBlockSizes {
  /** The features of every token. */
  readonly d: number;
  readonly heads: number;
  /** The heads of keys and values; by default as many as there are heads. */
  readonly kvHeads?: number;
  /** The hidden features of the feed-forward layer; by default 4d. */
  readonly hidden?: number;
  /** Whether the feed-forward layer is gated; by default it is not. */
  readonly gated?: boolean;
  /** Whether there are biases, also in the normalisation (`rmsNorm` takes none); by default there are. */
  readonly bias?: boolean;
}

/** What every block has. */
export interface TransformerBlockParams<T extends Value = Tensor> {
  readonly attention: MultiHeadParams<T> | MultiHeadParams;
  readonly attentionNorm: NormParams<T> | NormParams;
  readonly feedForward: FeedForwardParams<T> | FeedForwardParams;
  readonly feedForwardNorm: NormParams<T> | NormParams;
}

export const sizeNames: readonly string[] = ["d", "heads", "kvHeads", "hidden", "gated", "bias"];
const attentionNames = ["heads", "kvHeads", "rotary", "cache", "returnWeights", "mask", "bias", "scale", "softcap"];
export const optionNames: readonly string[] = [...attentionNames, "dropout", "norm", "normFirst", "activation"];

/** Throw unless the parameters have these parts, and the options are those of a block, or among `others`. */
export function expectBlock(
  caller: string,
  params: object,
  parts: readonly string[],
  options: TransformerBlockOptions<Value>,
  others: readonly string[] = [],
): void {
  expectParts(caller, "params", params, parts);
  expectOptions(caller, options, [...optionNames, ...others]);
  const { norm, normFirst = true, activation, dropout } = options;
  expectBoolean(caller, "normFirst", normFirst);
  if (norm !== undefined) expectFunction(caller, "norm", norm);
  if (activation !== undefined) expectFunction(caller, "activation", activation);
  if (dropout !== undefined) expectDropout(caller, dropout);
}

/** The parts of every block. */
export const blockParts: readonly string[] = ["attention", "attentionNorm", "feedForward", "feedForwardNorm"];

/** Throw unless the parameters are objects, with these names and no others. */
export function expectParts(caller: string, name: string, params: object, parts: readonly string[]): void {
  expectOptions(caller, params, parts, name);
  for (const part of parts) expectObject(caller, `${name}.${part}`, (params as Record<string, unknown>)[part]);
}

/** Where a block's parameters meet its d: for `shapes`. Their names stand after `prefix`. */
export function blockShapes(
  params: TransformerBlockParams<Value>,
  prefix: string = "",
): Record<string, readonly [Value, "d" | "d dq" | "dj d" | "d h" | "h d"]> {
  const { attention, attentionNorm, feedForward, feedForwardNorm } = params;
  return {
    [`${prefix}attentionNorm.gain`]: [attentionNorm.gain, "d"],
    [`${prefix}attention.Wq`]: [attention.Wq, "d dq"],
    [`${prefix}attention.Wo`]: [attention.Wo, "dj d"],
    [`${prefix}feedForwardNorm.gain`]: [feedForwardNorm.gain, "d"],
    [`${prefix}feedForward.W1`]: [feedForward.W1, "d h"],
    [`${prefix}feedForward.W2`]: [feedForward.W2, "h d"],
  };
}

/** The options of a block's attention, and of the rest. */
export function splitOptions(options: TransformerBlockOptions<Value>): {
  readonly attention: MultiHeadOptions<Value>;
  readonly join: Omit<ResidualOptions, "dropout">;
  readonly inner: FeedForwardOptions;
  dropout(index: number): { readonly dropout?: Dropout };
} {
  const { norm, normFirst = true, activation, dropout, ...attention } = options;
  return {
    attention,
    join: norm === undefined ? { normFirst } : { norm, normFirst },
    inner: activation === undefined ? {} : { activation },
    // Every choice of a block has a seed of its own.
    dropout: (index) => (dropout === undefined ? {} : { dropout: dropoutAt(dropout, index) }),
  };
}

/** The same rate with the seed of choice number `index`. */
export function dropoutAt({ rate, seed }: Dropout, index: number): Dropout {
  return { rate, seed: (seed + index) % 2 ** 32 };
}
