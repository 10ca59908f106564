import type { DType, Random, Tensor, Value } from "attention-lab";
import type { NdArray } from "ndarray";

// A module is a plain object of functions; its parameters are plain objects of tensors, which training sees as variables:
// `P` says `Value` where either may stand. So a module of one's own is written like those here.

/** Vectors for words. */
export interface WordEmbedding<P = unknown> {
  /** Parameters for vectors of so many numbers. */
  initialise(random: Random, dimension: number, dtype: DType): P;
  /** The vectors of words [words, d]. */
  embed(params: P, words: readonly string[]): Value;
}

/** Texts of a batch, filled up to the longest: what an encoder sees. */
export interface Features {
  /** The words of each text. One without words is all padding: its vector is to be zeros. */
  readonly texts: readonly (readonly string[])[];
  /** The vectors of the words [n, tokens, d]; zeros after the end of a text. */
  readonly tokens: Value;
  /** 1 where there is a word, 0 after the end of a text: [n, tokens]. */
  readonly mask: NdArray<Uint8Array>;
  /** How much a word says before any training: the logarithm of its inverse document frequency, [n, tokens]. */
  readonly prior: Tensor;
}

/** Texts of a batch, encoded. */
export interface Encoded {
  /** A vector for each text [n, d]. */
  readonly vector: Value;
  /** How much each word counts in it [n, tokens]; what explains the vector. */
  readonly weights: Value;
  /** A vector for each word, for late interaction [n, tokens, d]. */
  readonly tokens: Value;
  /** As that of the features. */
  readonly mask: NdArray<Uint8Array>;
}

/** Turns the words of texts into a vector for each text. */
export interface Encoder<P = unknown> {
  initialise(random: Random, dimension: number, dtype: DType): P;
  encode(params: P, features: Features): Encoded;
}

/** How relevant documents are to queries. */
export interface Relevance<P = unknown> {
  /** Whether a score is the inner product of the two vectors, which is what an index finds; if not, what it finds is scored again. */
  readonly ofVectors: boolean;
  initialise(random: Random, dimension: number, dtype: DType): P;
  /** The score of each document for each query [queries, documents]. */
  score(params: P, queries: Encoded, documents: Encoded): Value;
}
