import { ArgumentError, type DType, ops, type Value, zeros } from "attention-lab";
import type { WordVectors } from "../knowledge/knowledge.ts";
import type { WordEmbedding } from "./encoder.ts";
import { remember } from "./remember.ts";

/** The parameters of {@link projectedVectors}. */
export interface ProjectionParams {
  /** [k, d], from the fixed vectors to those of the engine. */
  readonly W: Value;
}

/**
 * Fixed vectors of words, brought to length 1 and projected: x·W. Zeros for a word of which nothing is known. W begins as
 * random numbers of variance 1/d, which nearly keep inner products.
 *
 * Johnson & Lindenstrauss 1984, "Extensions of Lipschitz mappings into a Hilbert space".
 *
 * @example
 * ```ts
 * const known = { name: "axes", dimension: 2, vectorOf: (word) => (word === "up" ? [0, 5] : undefined) };
 * toArray(encoders.projectedVectors(known).embed({ W: tensor([[1, 2], [3, 4]]) }, ["up", "odd"])); // [[3, 4], [0, 0]]
 * ```
 *
 * @throws ArgumentError, when words are embedded, if a vector has another length than the knowledge says, or a number that
 * is not finite.
 */
export function projectedVectors(knowledge: WordVectors): WordEmbedding<ProjectionParams> {
  const { dimension: k } = knowledge;
  const vectorOf = remember((word) => unit(knowledge, word));
  return {
    initialise: (random, dimension, dtype) => ({
      W: ops.divide(random.normal([k, dimension], dtype), Math.sqrt(dimension)),
    }),
    embed({ W }, words) {
      const rows = zeros([words.length, k], W.dtype as DType);
      words.forEach((word, i) => {
        rows.data.set(vectorOf(word), i * k);
      });
      return ops.matmul<Value>(rows, W);
    },
  };
}

function unit(knowledge: WordVectors, word: string): Float64Array {
  const { name, dimension } = knowledge;
  const vector = knowledge.vectorOf(word);
  if (vector === undefined) return new Float64Array(dimension);
  const place = `vector of ${JSON.stringify(word)}`;
  if (vector.length !== dimension)
    throw new ArgumentError(`knowledge ${JSON.stringify(name)}`, place, `length ${vector.length}`, `${dimension}`);
  const numbers = Float64Array.from(vector);
  const length = Math.hypot(...numbers);
  if (!Number.isFinite(length))
    throw new ArgumentError(`knowledge ${JSON.stringify(name)}`, place, `length ${length}`, "finite numbers");
  return length === 0 ? numbers : numbers.map((x) => x / length);
}
