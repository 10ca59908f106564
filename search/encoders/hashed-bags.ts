import { type DType, layers, ops, tensor, type Value } from "attention-lab";
import type { WordGroups } from "../knowledge/knowledge.ts";
import { fnv1a } from "../text/fnv1a.ts";
import { type HashNgramsOptions, hashNgrams } from "../text/hash-ngrams.ts";
import type { WordEmbedding } from "./encoder.ts";
import { remember } from "./remember.ts";
import type { TableParams } from "./word-table.ts";

/**
 * The vectors of a word's character n-grams, Σ E_g / √n over its n n-grams: of length about 1. Random vectors are nearly
 * at right angles, so that before training the inner product of two words is about the share of n-grams that they have in
 * common, and a word that was never seen is close to those that are written alike.
 *
 * Bojanowski, Grave, Joulin & Mikolov 2017, "Enriching Word Vectors with Subword Information", §3.2; for the division by
 * √n, Weinberger et al. 2009, "Feature Hashing for Large Scale Multitask Learning", §2.
 *
 * @example
 * ```ts
 * const ngrams = encoders.ngramTable({ buckets: 1000 });
 * const [a, b] = toArray(ngrams.embed(ngrams.initialise(random(1), 400, "float64"), ["berries", "berry"]));
 * const cosine = a.reduce((sum, x, i) => sum + x * b[i], 0);
 * cosine > 0.3 && cosine < 0.8; // true
 * ```
 *
 * @throws ArgumentError when an option is wrong, as of `hashNgrams`.
 */
export function ngramTable(options: HashNgramsOptions): WordEmbedding<TableParams> {
  hashNgrams("a", options);
  return hashedBags(options.buckets, (word) => hashNgrams(word, options));
}

/**
 * The vectors of the groups that a word belongs to, Σ E_g / √n over its n groups, hashed into so many buckets; zeros for a
 * word without a group.
 *
 * @example
 * ```ts
 * const groups = { name: "kinds", groupsOf: (word) => (word === "apple" ? ["fruit"] : []) };
 * toArray(encoders.groupTable(groups, { buckets: 1 }).embed({ E: tensor([[1, 2]]) }, ["apple", "taxi"])); // [[1, 2], [0, 0]]
 * ```
 */
export function groupTable(
  { groupsOf }: WordGroups,
  options: { readonly buckets: number },
): WordEmbedding<TableParams> {
  return hashedBags(options.buckets, (word) => groupsOf(word).map((group) => fnv1a(group) % options.buckets));
}

function hashedBags(buckets: number, bucketsOf: (word: string) => number[]): WordEmbedding<TableParams> {
  const bagOf = remember(bucketsOf);
  return {
    initialise: (random, dimension, dtype) =>
      layers.initialiseEmbedding(random, { vocabulary: buckets, d: dimension }, dtype) as TableParams,
    embed(params, words) {
      const bags = words.map(bagOf);
      const scales = bags.map(({ length }) => [1 / Math.sqrt(Math.max(1, length))]);
      return ops.multiply<Value>(
        layers.embeddingBag<Value>(params, bags),
        tensor(scales, [words.length, 1], params.E.dtype as DType),
      );
    },
  };
}
