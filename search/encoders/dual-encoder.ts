import { type DType, ops, type Random, type Value } from "attention-lab";
import type { Encoded, Encoder, Relevance, WordEmbedding } from "./encoder.ts";
import { differentWords, type EmbeddedWords, featuresOf } from "./features.ts";

/** What a dual encoder is made of. */
export interface DualEncoderModules {
  /** Vectors of words, by name; a word's vector is their sum. Queries and documents share them. */
  readonly embeddings: Readonly<Record<string, WordEmbedding>>;
  readonly query: Encoder;
  readonly document: Encoder;
  readonly relevance: Relevance;
  /** How much a word says before any training, for encoders that ask; 0 unless given. */
  readonly priorOf?: (word: string) => number;
}

/** The parameters of a dual encoder: those of its modules. */
export interface DualEncoderParams {
  readonly embeddings: Readonly<Record<string, unknown>>;
  readonly query: unknown;
  readonly document: unknown;
  readonly relevance: unknown;
}

/** What a dual encoder says of queries and documents. */
export interface Scored {
  /** [queries, documents] */
  readonly scores: Value;
  readonly queries: Encoded;
  readonly documents: Encoded;
}

/**
 * Two encoders side by side, one for queries and one for documents, and how relevant one is to the other. Texts are arrays
 * of words. It holds no parameters: they are handed to every call.
 *
 * Huang et al. 2013, "Learning Deep Structured Semantic Models for Web Search using Clickthrough Data" (two encoders, n-grams
 * of letters); Karpukhin et al. 2020, "Dense Passage Retrieval", §3.
 *
 * @example
 * ```ts
 * const { ngramTable, attentionPooling, innerProduct } = encoders;
 * const parts = { embeddings: { ngrams: ngramTable({ buckets: 500 }) }, query: attentionPooling(), document: attentionPooling() };
 * const dual = new DualEncoder({ ...parts, relevance: innerProduct() });
 * const params = dual.initialise(random(1), 200, "float64");
 * const { scores } = dual.forward(params, [["apples"]], [["apple", "pie"], ["taxi"]]);
 * toArray(scores)[0][0] > 0.25 && Math.abs(toArray(scores)[0][1]) < 0.25; // true
 * ```
 */
export class DualEncoder {
  readonly modules: DualEncoderModules;

  constructor(modules: DualEncoderModules) {
    this.modules = modules;
  }

  /** The parameters of all modules, for vectors of so many numbers. */
  initialise(random: Random, dimension: number, dtype: DType): DualEncoderParams {
    const { embeddings, query, document, relevance } = this.modules;
    const parts = Object.entries(embeddings).map(([name, part]) => [name, part.initialise(random, dimension, dtype)]);
    return {
      embeddings: Object.fromEntries(parts),
      query: query.initialise(random, dimension, dtype),
      document: document.initialise(random, dimension, dtype),
      relevance: relevance.initialise(random, dimension, dtype),
    };
  }

  /** The texts of queries, encoded. */
  encodeQueries(params: DualEncoderParams, texts: readonly (readonly string[])[]): Encoded {
    return this.#encode("query", params, texts, this.#embed(params, differentWords(texts)));
  }

  /** The texts of documents, encoded. */
  encodeDocuments(params: DualEncoderParams, texts: readonly (readonly string[])[]): Encoded {
    return this.#encode("document", params, texts, this.#embed(params, differentWords(texts)));
  }

  /** The score of each document for each query; words that they share are embedded once. */
  forward(
    params: DualEncoderParams,
    queries: readonly (readonly string[])[],
    documents: readonly (readonly string[])[],
  ): Scored {
    const words = this.#embed(params, differentWords([...queries, ...documents]));
    const encodedQueries = this.#encode("query", params, queries, words);
    const encodedDocuments = this.#encode("document", params, documents, words);
    const scores = this.modules.relevance.score(params.relevance, encodedQueries, encodedDocuments);
    return { scores, queries: encodedQueries, documents: encodedDocuments };
  }

  #embed(params: DualEncoderParams, words: readonly string[]): EmbeddedWords {
    // Texts without any word need a table, too, if only to take nothing from it: that of any word.
    const known = words.length === 0 ? ["0"] : words;
    const parts = Object.entries(this.modules.embeddings).map(([name, part]) =>
      part.embed(params.embeddings[name], known),
    );
    const E = parts.reduce((sum, part) => ops.add<Value>(sum, part));
    return { E, rowOf: new Map(words.map((word, row) => [word, row])) };
  }

  #encode(
    side: "query" | "document",
    params: DualEncoderParams,
    texts: readonly (readonly string[])[],
    words: EmbeddedWords,
  ): Encoded {
    const features = featuresOf(texts, words, this.modules.priorOf ?? (() => 0));
    return this.modules[side].encode(params[side], features);
  }
}
