import type { Value } from "../../autodiff/variable.ts";
import type { Score } from "../../scores/score.ts";
import { ArgumentError, expectFunction, expectOptions } from "../../tensor/argument-error.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { gru } from "../recurrent/gru.ts";
import type { RecurrentLayer } from "../recurrent/recurrent.ts";
import { decode, type EncoderDecoder, encode } from "./encoder-decoder.ts";
import { paddedTokens, type TokenLists } from "./padded-tokens.ts";
import { expectQuery, expectSeq2seqParams, type Seq2seqParams, type Seq2seqQuery } from "./seq2seq-params.ts";

/** The choices of a sequence-to-sequence model. */
export interface Seq2seqOptions<T extends Value = Tensor> {
  /** How well a state of the decoder [h] fits one of the encoder [2h]. Without it there is no attention. */
  readonly score?: Score<T> | Score<Tensor>;
  /** The query: the decoder's state after the step (by default), or before it; the context then enters the step. */
  readonly query?: Seq2seqQuery;
  /** The recurrent layer, by default `layers.gru`. */
  readonly layer?: RecurrentLayer;
}

/** What a sequence-to-sequence model computes. */
export interface Seq2seq<T extends Value = Tensor> {
  /** [B, n, target vocabulary]: the unnormalized log probabilities of the token after each; 0 over padding. */
  readonly logits: T;
  /** [B, n, m]: how much each source token counts for each target token; 0 over padding. None without a score. */
  readonly weights?: T;
}

/**
 * A sequence-to-sequence model with teacher forcing: from a source, and a target up to each of its tokens, the logits
 * of the target's next token.
 *
 * A bidirectional layer encodes the source as H = (h₁ … hₘ); the decoder begins at s₀ = tanh(bridge[h→ₘ; h←₁]).
 * With a score, cₜ = Σⱼ αₜⱼhⱼ with αₜ = softmaxⱼ score(q, hⱼ). The current query is q = sₜ = layer(yₜ, sₜ₋₁), the previous
 * one q = sₜ₋₁, and then sₜ = layer([yₜ; cₜ], sₜ₋₁). Logits = output(tanh(combine[cₜ; sₜ])); without a score there is
 * nothing but s₀ between source and target, and logits = output(sₜ).
 *
 * Sequences are arrays of tokens, as long as they are; they are padded here. A target begins with a token that means the
 * start: for the targets t, give `[start, ...t]`, and train its logits towards `[...t, end]`.
 *
 * Bahdanau, Cho & Bengio 2015, Eq. 4–6 and §3.2 (query "previous", `scores.additive`; the readout is not theirs); Luong,
 * Pham & Manning 2015, Eq. 5–8 (query "current", `scores.dot`, `scores.bilinear`); Sutskever, Vinyals & Le 2014 (without
 * a score, whose encoder goes in one direction).
 *
 * @example
 * ```ts
 * const sizes = { sourceVocabulary: 5, targetVocabulary: 7, d: 2, hidden: 3 };
 * const params = layers.initialiseSeq2seq(random(1), { ...sizes, query: "current" });
 * const score = scores.bilinear(random(2).normal([3, 6]));
 * layers.seq2seq(params, [[1, 2, 3], [4]], [[0, 6], [0, 5]], { score }).weights?.shape; // [2, 2, 3]
 * ```
 *
 * @param source B sequences of tokens of the source vocabulary
 * @param target B sequences of tokens of the target vocabulary
 * @throws ArgumentError when parameters, tokens or options do not fit.
 */
export function seq2seq(
  params: Seq2seqParams,
  source: TokenLists,
  target: TokenLists,
  options?: Seq2seqOptions,
): Seq2seq;
export function seq2seq<T extends Value>(
  params: Seq2seqParams<T>,
  source: TokenLists,
  target: TokenLists,
  options?: Seq2seqOptions<T> | Seq2seqOptions,
): Seq2seq<T>;
export function seq2seq(
  params: Seq2seqParams<Value>,
  source: TokenLists,
  target: TokenLists,
  options: Seq2seqOptions<Value> = {},
): Seq2seq<Value> {
  const caller = "layers.seq2seq";
  expectOptions(caller, options, ["score", "query", "layer"]);
  const model = encoderDecoder(caller, params, options);
  const [sources, targets] = [paddedTokens(caller, "source", source), paddedTokens(caller, "target", target)];
  if (targets.lengths.length !== sources.lengths.length) {
    const has = `length ${targets.lengths.length}`;
    throw new ArgumentError(caller, "target", has, `${sources.lengths.length}, one for each source`);
  }
  const encoded = encode(model, sources);
  const { logits, weights } = decode(model, encoded, encoded.state, targets.tokens, targets.mask);
  return weights === undefined ? { logits } : { logits, weights };
}

/** The model that parameters and options make, on behalf of the function that the error messages name. */
export function encoderDecoder(
  caller: string,
  params: Seq2seqParams<Value>,
  options: Seq2seqOptions<Value>,
): EncoderDecoder {
  const { score, query = "current", layer = gru } = options;
  if (score !== undefined) expectFunction(caller, "score", score);
  expectQuery(caller, query);
  expectFunction(caller, "layer", layer);
  expectSeq2seqParams(caller, params, score === undefined ? undefined : query);
  return { params, layer, query, score: score as Score<Value> | undefined };
}
