import { operation } from "../../autodiff/operation.ts";
import type { Value } from "../../autodiff/variable.ts";
import { expectRows } from "../../ops/take.ts";
import { expectArray, expectOptions } from "../../tensor/argument-error.ts";
import { elements } from "../../tensor/elements.ts";
import { shapes } from "../../tensor/shapes.ts";
import { allocate, dtypeOf, type Floats, type Tensor, wrap } from "../../tensor/tensor.ts";
import type { EmbeddingParams } from "./embedding.ts";

interface Bags {
  readonly bags: readonly (readonly number[])[];
  /** How many rows the table has. */
  readonly rows: number;
}

const gather = operation<Bags>({
  forward([table], { bags }) {
    const d = table.shape[1];
    const out = allocate(bags.length * d, dtypeOf(table));
    const rows = elements(table);
    bags.forEach((bag, i) => {
      for (const row of bag) addRow(out, i * d, rows, row * d, d);
    });
    return wrap(out, [bags.length, d]);
  },
  backward: (cotangent, _, __, ___, bags): Value => scatter([cotangent], bags),
});

// The transpose of `gather`: what a bag gets, each of its rows gets.
const scatter = operation<Bags>({
  forward([sums], { bags, rows }) {
    const d = sums.shape[1];
    const out = allocate(rows * d, dtypeOf(sums));
    const numbers = elements(sums);
    bags.forEach((bag, i) => {
      for (const row of bag) addRow(out, row * d, numbers, i * d, d);
    });
    return wrap(out, [rows, d]);
  },
  backward: (cotangent, _, __, ___, bags): Value => gather([cotangent], bags),
});

function addRow(into: Floats, at: number, rows: Floats, from: number, d: number): void {
  for (let p = 0; p < d; p++) into[at + p] += rows[from + p];
}

/**
 * The sum of the vectors of the tokens of each bag: Σ E_t over the tokens t of the bag. A token that comes twice counts
 * twice; an empty bag gives zeros. No vector of a single token is made on the way.
 *
 * Bojanowski, Grave, Joulin & Mikolov 2017, "Enriching Word Vectors with Subword Information", §3.2 (a word is the sum of
 * its n-grams).
 *
 * @example
 * ```ts
 * toArray(layers.embeddingBag({ E: tensor([[1, 2], [3, 4]]) }, [[0, 1], [], [1, 1]])); // [[4, 6], [0, 0], [6, 8]]
 * ```
 *
 * @param bags an array of tokens for each bag, whole numbers below the vocabulary's size
 * @returns [bags, d]
 * @throws ArgumentError when E is not a matrix, or a token is not a row of it.
 */
export function embeddingBag(params: EmbeddingParams, bags: readonly (readonly number[])[]): Tensor;
export function embeddingBag<T extends Value>(
  params: EmbeddingParams<T> | EmbeddingParams,
  bags: readonly (readonly number[])[],
): T;
export function embeddingBag(params: EmbeddingParams<Value>, bags: readonly (readonly number[])[]): Value {
  const caller = "layers.embeddingBag";
  expectOptions(caller, params, ["E"], "params");
  const { vocabulary } = shapes(caller, { E: [params.E, "vocabulary d"] });
  expectArray(caller, "bags", bags);
  bags.forEach((bag, i) => {
    expectRows(caller, `bags[${i}]`, bag, vocabulary, "E");
  });
  return gather([params.E], { bags, rows: vocabulary });
}
