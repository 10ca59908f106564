import { ArgumentError, isTensor, normalizers, ops, type Tensor, type Value, Variable } from "attention-lab";
import ndarray, { type NdArray } from "ndarray";
import { describe, expectOptions } from "../validation/expect.ts";
import type { Relevance } from "./encoder.ts";

/** Which tokens are words, 1, and which are padding, 0; all are words where no mask is given. */
export interface TokenMasks {
  /** [queries, n] */
  readonly queries?: NdArray<Uint8Array>;
  /** [documents, m] */
  readonly documents?: NdArray<Uint8Array>;
}

/**
 * Late interaction: each token of a query takes the document's token that fits it best, and the score is the sum of these
 * inner products, Σᵢ maxⱼ qᵢ·dⱼ, for each pair of query and document. Padding has no influence; a document that is all
 * padding scores 0. Among equals the gradient is shared.
 *
 * Khattab & Zaharia 2020, "ColBERT", Eq. 3.
 *
 * @example
 * ```ts
 * const [query, document] = [tensor([[[1, 0], [0, 1]]]), tensor([[[2, 1], [3, 0]]])];
 * toArray(maxSim(query, document)); // [[4]]
 * ```
 *
 * @param queries [queries, n, d]
 * @param documents [documents, m, d]
 * @returns [queries, documents]
 * @throws ArgumentError when shapes do not fit.
 */
export function maxSim(queries: Tensor, documents: Tensor, masks?: TokenMasks): Tensor;
export function maxSim<T extends Value>(queries: T | Tensor, documents: T | Tensor, masks?: TokenMasks): T;
export function maxSim(queries: Value, documents: Value, masks: TokenMasks = {}): Value {
  const [q, n, d] = expectTokens("queries", queries, "d");
  const [p, m] = expectTokens("documents", documents, `${d}`, d);
  expectOptions("maxSim", masks, ["queries", "documents"], "masks");
  const heard = expectMask("masks.queries", masks.queries, [q, n]);
  const there = expectMask("masks.documents", masks.documents, [p, m]);
  const flat = ops.matmul<Value>(
    ops.reshape<Value>(queries, [q * n, d]),
    ops.transpose<Value>(ops.reshape<Value>(documents, [p * m, d])),
  );
  const products = ops.reshape<Value>(flat, [q * n, p, m]);
  const mask = ndarray(there, [1, p, m]);
  const best = normalizers.hardmax()<Value>(ops.where<Value>(mask, products, Number.NEGATIVE_INFINITY));
  // Padding may hold anything, and 0 · NaN is NaN.
  const fits = ops.sum<Value>(ops.multiply<Value>(best, ops.where<Value>(mask, products, 0)), { axis: -1 }); // [q·n, p]
  const counted = ops.where<Value>(ndarray(heard, [q, n, 1]), ops.reshape<Value>(fits, [q, n, p]), 0);
  return ops.sum<Value>(counted, { axis: 1 });
}

/**
 * Late interaction as the relevance of documents: `maxSim` of the words' vectors, each brought to length 1. It has no
 * parameters. An index finds candidates by the vectors of whole texts, which are scored again.
 *
 * Khattab & Zaharia 2020, "ColBERT", §3.3.
 *
 * @example
 * ```ts
 * encoders.lateInteraction().ofVectors; // false
 * ```
 */
export function lateInteraction(): Relevance<object> {
  return {
    ofVectors: false,
    initialise: () => ({}),
    score: (_, queries, documents) =>
      maxSim<Value>(ops.l2Normalize<Value>(queries.tokens), ops.l2Normalize<Value>(documents.tokens), {
        queries: queries.mask,
        documents: documents.mask,
      }),
  };
}

function expectTokens(argument: string, value: unknown, length: string, d?: number): [number, number, number] {
  if (!isTensor(value) && !(value instanceof Variable))
    throw new ArgumentError("maxSim", argument, describe(value), "a tensor");
  const [texts, tokens, own] = value.shape;
  if (value.shape.length !== 3 || value.shape.includes(0) || (d !== undefined && own !== d))
    throw new ArgumentError(
      "maxSim",
      argument,
      `shape [${value.shape.join(", ")}]`,
      `[texts, tokens, ${length}], none of them 0`,
    );
  return [texts!, tokens!, own!];
}

function expectMask(argument: string, mask: unknown, shape: readonly [number, number]): Uint8Array {
  if (mask === undefined) return new Uint8Array(shape[0] * shape[1]).fill(1);
  const { data, shape: own } = (mask ?? {}) as NdArray<Uint8Array>;
  if (!(data instanceof Uint8Array))
    throw new ArgumentError("maxSim", argument, describe(mask), "an ndarray of Uint8Array");
  if (own.join() !== shape.join())
    throw new ArgumentError("maxSim", argument, `shape [${own.join(", ")}]`, `[${shape.join(", ")}]`);
  const { get } = mask as NdArray<Uint8Array>;
  return Uint8Array.from({ length: shape[0] * shape[1] }, (_, at) => {
    const value = get.call(mask, Math.floor(at / shape[1]), at % shape[1]);
    return Number(value !== 0);
  });
}
