import type { DType, Tensor } from "attention-lab";
import type { Document } from "../collections/document.ts";
import type { Encoder, Relevance, WordEmbedding } from "../encoders/encoder.ts";
import type { VectorIndex } from "../indexes/vector-index.ts";
import type { Knowledge } from "../knowledge/knowledge.ts";
import type { DocumentFrequencies } from "../text/document-frequencies.ts";

/** The parts of an engine that can be replaced; those that are not given are the standard ones. */
export interface EngineModules {
  /** Vectors of words, by name; a word's vector is their sum. */
  readonly embeddings?: Readonly<Record<string, WordEmbedding>>;
  readonly query?: Encoder;
  readonly document?: Encoder;
  readonly relevance?: Relevance;
}

/** What a search engine is made of. */
export interface SearchEngineOptions {
  /** The documents to be found. */
  readonly documents: readonly Document[];
  /** Which words are known, and how much each says; those of the documents unless given. */
  readonly frequencies?: DocumentFrequencies;
  /** Of the first parameters. */
  readonly seed: number;
  /** How many numbers a vector has, 128 unless given: with fewer, random vectors are less at right angles. */
  readonly dimension?: number;
  /** "float32" unless given. */
  readonly dtype?: DType;
  /** What is known of words before training, none unless given. */
  readonly knowledge?: readonly Knowledge[];
  readonly modules?: EngineModules;
  /** Where vectors are kept, an exact index in memory unless given. */
  readonly index?: VectorIndex;
}

/** What a saved engine is made of besides what its file holds: the same as when it was saved. */
export interface LoadOptions {
  readonly knowledge?: readonly Knowledge[];
  readonly modules?: EngineModules;
  /** Where vectors are kept, an exact index in memory unless given. It is to be empty, unless all are `encoded`. */
  readonly index?: VectorIndex;
  /** Whether the index holds the vectors of all documents already, as this engine encoded them; not so unless given. */
  readonly encoded?: boolean;
}

/** How documents are encoded. */
export interface EncodeOptions {
  /** How many at a time, 256 unless given. */
  readonly batchSize?: number;
  /** Called after each batch. */
  readonly onBatch?: (progress: { readonly encoded: number; readonly documents: number }) => void;
}

/** The words of a text, and how much each counts. */
export interface WeightedWords {
  readonly words: readonly string[];
  /** One for each word; they sum to 1. */
  readonly weights: readonly number[];
}

/** How relevant documents are to a query, and the attention that explains it. */
export interface Explained {
  /** A score for each document [documents]. */
  readonly scores: Tensor;
  readonly query: WeightedWords;
  readonly documents: readonly WeightedWords[];
}
