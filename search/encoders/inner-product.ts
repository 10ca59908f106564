import { ops, type Value } from "attention-lab";
import type { Relevance } from "./encoder.ts";

/**
 * The inner product of the vectors of query and document, which for vectors of length 1 is their cosine. It has no
 * parameters; documents can be encoded once and found by an index.
 *
 * Karpukhin et al. 2020, "Dense Passage Retrieval", §3.1, Eq. 1.
 *
 * @example
 * ```ts
 * const encoded = (vector) => ({ vector, weights: ones([1, 1]), tokens: ones([1, 1, 2]), mask: ops.equal(ones([1, 1]), 1) });
 * toArray(encoders.innerProduct().score({}, encoded(tensor([[1, 2]])), encoded(tensor([[3, 4]])))); // [[11]]
 * ```
 */
export function innerProduct(): Relevance<object> {
  return {
    ofVectors: true,
    initialise: () => ({}),
    score: (_, queries, documents) => ops.matmul<Value>(queries.vector, ops.transpose<Value>(documents.vector)),
  };
}
