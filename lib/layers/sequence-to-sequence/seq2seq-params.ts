import type { Value } from "../../autodiff/variable.ts";
import {
  ArgumentError,
  describe,
  expectFunction,
  expectInteger,
  expectObject,
  expectOptions,
} from "../../tensor/argument-error.ts";
import type { Random } from "../../tensor/random.ts";
import { shapes } from "../../tensor/shapes.ts";
import type { DType, Tensor } from "../../tensor/tensor.ts";
import { initialiseLinear, type LinearParams } from "../linear.ts";
import type { BothDirections } from "../recurrent/bidirectional.ts";
import { initialiseGru } from "../recurrent/gru.ts";
import type { RecurrentSizes } from "../recurrent/initialise-recurrent.ts";
import type { RecurrentParams } from "../recurrent/recurrent.ts";
import { type EmbeddingParams, initialiseEmbedding } from "../transformer/embedding.ts";

/** The parameters of `seq2seq`, with h units in each direction of the encoder and h in the decoder. */
export interface Seq2seqParams<T extends Value = Tensor> {
  /** E [source vocabulary, d] */
  readonly source: EmbeddingParams<T>;
  /** E [target vocabulary, d] */
  readonly target: EmbeddingParams<T>;
  /** W [d, G·h] in each direction. */
  readonly encoder: BothDirections<RecurrentParams<T>>;
  /** From the encoder's last states to the decoder's first: W [2h, h]. */
  readonly bridge: LinearParams<T>;
  /** W [d, G·h]; [d + 2h, G·h] when the previous state is the query. */
  readonly decoder: RecurrentParams<T>;
  /** With attention, takes in the context and the state: W [2h + h, h]. */
  readonly combine?: LinearParams<T>;
  /** W [h, target vocabulary] */
  readonly output: LinearParams<T>;
}

/** Which state of the decoder is the query, that of the step or that before it. */
export type Seq2seqQuery = "current" | "previous";

/** The sizes of a sequence-to-sequence model. */
export interface Seq2seqSizes {
  readonly sourceVocabulary: number;
  readonly targetVocabulary: number;
  /** The features in which tokens are embedded. */
  readonly d: number;
  /** h */
  readonly hidden: number;
  /** Which state of the decoder is to be the query; by default there is no attention. */
  readonly query?: Seq2seqQuery;
  /** Of the recurrent layers, by default `layers.initialiseGru`. */
  readonly initialise?: (random: Random, sizes: RecurrentSizes, dtype?: DType) => RecurrentParams;
}

/**
 * Random weights for `seq2seq`, each layer's as its own initialiser draws them.
 *
 * @example
 * ```ts
 * const sizes = { sourceVocabulary: 5, targetVocabulary: 7, d: 2, hidden: 3 };
 * layers.initialiseSeq2seq(random(1), { ...sizes, initialise: layers.initialiseLstm }).decoder.W.shape; // [2, 12]
 * layers.initialiseSeq2seq(random(1), { ...sizes, query: "previous" }).decoder.W.shape; // [8, 9]
 * ```
 *
 * @throws ArgumentError when a size is not a whole number above 0, or a choice is not one.
 */
export function initialiseSeq2seq(random: Random, sizes: Seq2seqSizes, dtype: DType = "float64"): Seq2seqParams {
  const caller = "layers.initialiseSeq2seq";
  const counts = ["sourceVocabulary", "targetVocabulary", "d", "hidden"] as const;
  expectOptions(caller, sizes, [...counts, "query", "initialise"], "sizes");
  for (const name of counts) expectInteger(caller, name, sizes[name], 1);
  const { sourceVocabulary, targetVocabulary, d, hidden, query, initialise = initialiseGru } = sizes;
  if (query !== undefined) expectQuery(caller, query);
  expectFunction(caller, "initialise", initialise);
  const linear = (input: number, output: number): LinearParams => initialiseLinear(random, { input, output }, dtype);
  const recurrent = (input: number): RecurrentParams => initialise(random, { input, hidden }, dtype);
  return {
    source: initialiseEmbedding(random, { vocabulary: sourceVocabulary, d }, dtype),
    target: initialiseEmbedding(random, { vocabulary: targetVocabulary, d }, dtype),
    encoder: { forward: recurrent(d), backward: recurrent(d) },
    bridge: linear(2 * hidden, hidden),
    decoder: recurrent(query === "previous" ? d + 2 * hidden : d),
    ...(query === undefined ? {} : { combine: linear(3 * hidden, hidden) }),
    output: linear(hidden, targetVocabulary),
  };
}

/** Throw unless `query` names a state of the decoder. */
export function expectQuery(caller: string, query: unknown): void {
  if (query === "current" || query === "previous") return;
  throw new ArgumentError(caller, "query", describe(query), '"current" or "previous"');
}

/** Throw unless the parameters fit each other, with a query if there is attention. */
export function expectSeq2seqParams(
  caller: string,
  params: Seq2seqParams<Value>,
  query: Seq2seqQuery | undefined,
): void {
  const named = (object: unknown, name: string): void => expectObject(caller, name, object);
  named(params, "params");
  const { source, target, encoder, bridge, decoder, combine, output } = params;
  for (const [name, object] of Object.entries({ source, target, encoder, bridge, decoder, output }))
    named(object, name);
  named(encoder.forward, "encoder.forward");
  named(encoder.backward, "encoder.backward");
  if (query !== undefined) named(combine, "combine");
  else if (combine !== undefined) throw new ArgumentError(caller, "combine", "parameters", "none without a score");
  const lengths = shapes<string>(caller, {
    "source.E": [source.E, "vocabulary_s d_s"],
    "encoder.forward.W": [encoder.forward.W, "d_s Gh"],
    "encoder.backward.W": [encoder.backward.W, "d_s Gh"],
    "encoder.forward.U": [encoder.forward.U, "h Gh"],
    "encoder.backward.U": [encoder.backward.U, "h Gh"],
    "bridge.W": [bridge.W, "2h h_d"],
    "target.E": [target.E, "vocabulary_t d_t"],
    "decoder.U": [decoder.U, "h_d Gh_d"],
    "decoder.W": [decoder.W, "d_in Gh_d"],
    "output.W": [output.W, combine === undefined ? "h_d vocabulary_t" : "c vocabulary_t"],
    ...(combine === undefined ? {} : { "combine.W": [combine.W, "both c"] as const }),
  }) as unknown as Record<string, number>;
  const { h, h_d, d_t } = lengths;
  const expectRows = (name: string, W: Value, rows: number, formula: string): void => {
    if (W.shape[0] === rows) return;
    throw new ArgumentError(caller, name, `shape [${W.shape.join(", ")}]`, `${formula} = ${rows} rows`);
  };
  expectRows("bridge.W", bridge.W, 2 * h, "2h");
  if (query === "previous") expectRows("decoder.W", decoder.W, d_t + 2 * h, "d_t + 2h");
  else expectRows("decoder.W", decoder.W, d_t, "d_t");
  if (combine !== undefined) expectRows("combine.W", combine.W, 2 * h + h_d, "2h + h_d");
}
