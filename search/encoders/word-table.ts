import { layers, type Value, zeros } from "attention-lab";
import type { Vocabulary } from "../text/vocabulary.ts";
import type { WordEmbedding } from "./encoder.ts";

/** The parameters of {@link wordTable}. */
export interface TableParams {
  /** [rows, d] */
  readonly E: Value;
}

/**
 * A learned vector for each word of a vocabulary; zeros for others. All begin as zeros, so that before training only other
 * embeddings speak, and what is learned of a word comes on top of them.
 *
 * @example
 * ```ts
 * const table = encoders.wordTable(vocabulary(["apple", "pear"]));
 * toArray(table.embed({ E: tensor([[1, 2], [3, 4]]) }, ["pear", "plum"])); // [[3, 4], [0, 0]]
 * ```
 */
export function wordTable({ words, numberOf }: Vocabulary): WordEmbedding<TableParams> {
  return {
    initialise: (_, dimension, dtype) => ({ E: zeros([Math.max(1, words.length), dimension], dtype) }),
    embed(params, unknown) {
      const bags = unknown.map((word) => {
        const number = numberOf(word);
        return number === undefined ? [] : [number];
      });
      return layers.embeddingBag<Value>(params, bags);
    },
  };
}
