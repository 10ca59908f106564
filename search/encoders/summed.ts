import { ops, type Value } from "attention-lab";
import type { Relevance } from "./encoder.ts";

/**
 * The sum of several relevances, each by a name of its own for its parameters.
 *
 * @example
 * ```ts
 * const both = encoders.summed({ vectors: encoders.innerProduct(), words: encoders.lateInteraction() });
 * const text = { vector: tensor([[3, 4]]), weights: ones([1, 1]), tokens: tensor([[[3, 4]]]), mask: ops.equal(ones([1, 1]), 1) };
 * toArray(both.score({ vectors: {}, words: {} }, text, text)); // [[26]]
 * ```
 */
export function summed(parts: Readonly<Record<string, Relevance>>): Relevance<Readonly<Record<string, unknown>>> {
  const all = Object.entries(parts);
  return {
    ofVectors: all.length === 1 && all[0]![1].ofVectors,
    initialise: (random, dimension, dtype) =>
      Object.fromEntries(all.map(([name, part]) => [name, part.initialise(random, dimension, dtype)])),
    score: (params, queries, documents) =>
      all
        .map(([name, part]) => part.score(params[name], queries, documents))
        .reduce((sum, score) => ops.add<Value>(sum, score)),
  };
}
