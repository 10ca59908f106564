import type { Value } from "../../autodiff/variable.ts";
import { reshape, take } from "../../ops/index.ts";
import { ArgumentError, describe, expectInteger, expectOptions } from "../../tensor/argument-error.ts";
import type { Random } from "../../tensor/random.ts";
import { shapes } from "../../tensor/shapes.ts";
import { type DType, expectDType, type NestedArray, type Tensor, wrap } from "../../tensor/tensor.ts";

/** The parameters of `embedding`. */
export interface EmbeddingParams<T extends Value = Tensor> {
  /** [vocabulary, d] */
  readonly E: T | Tensor;
}

/** How many tokens there are, and how many features each is embedded in. */
export interface EmbeddingSizes {
  readonly vocabulary: number;
  readonly d: number;
}

/**
 * Random vectors for `embedding`, normal with the variance 1/d: their length is about 1.
 *
 * @example
 * ```ts
 * layers.initialiseEmbedding(random(1), { vocabulary: 5, d: 3 }).E.shape; // [5, 3]
 * ```
 *
 * @throws ArgumentError when a size is not a whole number above 0.
 */
export function initialiseEmbedding(random: Random, sizes: EmbeddingSizes, dtype: DType = "float64"): EmbeddingParams {
  const caller = "layers.initialiseEmbedding";
  expectOptions(caller, sizes, ["vocabulary", "d"], "sizes");
  const { vocabulary, d } = sizes;
  expectInteger(caller, "vocabulary", vocabulary, 1);
  expectInteger(caller, "d", d, 1);
  expectDType(caller, dtype);
  const x = random.normal([vocabulary, d], dtype);
  return { E: wrap(x.data.map((z) => z / Math.sqrt(d)) as typeof x.data, [vocabulary, d]) };
}

/**
 * The vector of each token: row t of the table E for token number t.
 *
 * Bengio et al. 2003, "A Neural Probabilistic Language Model", §2 (the mapping C).
 *
 * @example
 * ```ts
 * toArray(layers.embedding({ E: tensor([[1, 2], [3, 4]]) }, [1, 0, 1])); // [[3, 4], [1, 2], [3, 4]]
 * ```
 *
 * @param tokens […] whole numbers below the vocabulary's size, nested as deep as there are axes
 * @returns […, d]
 * @throws ArgumentError when E is not a matrix, or a token is not a row of it.
 */
export function embedding(params: EmbeddingParams, tokens: NestedArray): Tensor;
export function embedding<T extends Value>(params: EmbeddingParams<T> | EmbeddingParams, tokens: NestedArray): T;
export function embedding(params: EmbeddingParams<Value>, tokens: NestedArray): Value {
  const caller = "layers.embedding";
  expectOptions(caller, params, ["E"], "params");
  const { vocabulary, d } = shapes(caller, { E: [params.E, "vocabulary d"] });
  const numbers: number[] = [];
  const shape = flatten(caller, tokens, vocabulary, numbers);
  return reshape<Value>(take<Value>(params.E, numbers), [...shape, d]);
}

/** Appends the tokens to `into` in row-major order, and returns their shape. */
function flatten(caller: string, tokens: NestedArray, vocabulary: number, into: number[]): number[] {
  if (!Array.isArray(tokens)) {
    const token = tokens as number;
    if (!(Number.isInteger(token) && token >= 0 && token < vocabulary)) {
      throw new ArgumentError(caller, "tokens", describe(tokens), `a row of E, 0 to ${vocabulary - 1}`);
    }
    into.push(token);
    return [];
  }
  if (tokens.length === 0) throw new ArgumentError(caller, "tokens", "length 0", "at least one token");
  const [first, ...others] = tokens.map((row) => flatten(caller, row, vocabulary, into));
  for (const shape of others) {
    if (shape.join() !== first.join()) {
      const has = `rows of shapes [${first.join(", ")}] and [${shape.join(", ")}]`;
      throw new ArgumentError(caller, "tokens", has, "rows of one length");
    }
  }
  return [tokens.length, ...first];
}
