import { attend, type DType, normalizers, ones, ops, scores, type Value, zeros } from "attention-lab";
import ndarray from "ndarray";
import type { Relevance } from "./encoder.ts";

/** The parameters of {@link crossAttention}. */
export interface CrossAttentionParams {
  /** [d, d], how a word of the query is compared with one of the document. */
  readonly W: Value;
  /** [d], how much each number counts when a word of the query meets what it found. */
  readonly v: Value;
}

// Unit vectors have inner products between −1 and 1: so attention is not flat before training.
const temperature = 0.1;

/**
 * Cross-attention: each word q of a query attends over the words of a document, finding c = Σⱼ softmaxⱼ(qᵀW·dⱼ/τ)·dⱼ, and
 * the score is the mean of Σ v⊙q⊙c over the words of the query, as their encoder weighs them. All words have length 1. W
 * begins as the identity and v as ones: the score is then a soft `maxSim`.
 *
 * It reads both texts together, as a re-ranker does: an index finds candidates by the vectors of whole texts, which are
 * scored again. {@link summed} with the inner product, it trains these vectors, too.
 *
 * Vaswani et al. 2017, "Attention Is All You Need", §3.2.3 (one side attends over the other); Nogueira & Cho 2019, "Passage
 * Re-ranking with BERT" (candidates first).
 *
 * @example
 * ```ts
 * const text = { vector: ones([1, 1]), weights: ones([1, 1]), tokens: tensor([[[3, 4]]]), mask: ops.equal(ones([1, 1]), 1) };
 * const reranker = encoders.crossAttention();
 * toArray(reranker.score(reranker.initialise(random(1), 2, "float64"), text, text))[0][0]; // 1
 * ```
 */
export function crossAttention(): Relevance<CrossAttentionParams> {
  return {
    ofVectors: false,
    initialise: (_, dimension, dtype) => ({ W: identity(dimension, dtype), v: ones([dimension], dtype) }),
    score({ W, v }, queries, documents) {
      const [n, words, d] = queries.tokens.shape as [number, number, number];
      const [m, length] = documents.mask.shape as [number, number];
      const asked = ops.reshape<Value>(ops.l2Normalize<Value>(queries.tokens), [n, 1, words, d]);
      const offered = ops.l2Normalize<Value>(documents.tokens); // [m, length, d]
      const { output } = attend<Value>(asked, offered, offered, {
        score: scores.bilinear<Value>(W),
        normalize: normalizers.softmax({ temperature }),
        mask: ndarray(documents.mask.data, [1, m, 1, length]),
      }); // [n, m, words, d]
      const fits = ops.sum<Value>(ops.multiply<Value>(ops.multiply<Value>(asked, v), output), { axis: -1 }); // [n, m, words]
      const weights = ops.reshape<Value>(queries.weights, [n, 1, words]);
      return ops.sum<Value>(ops.multiply<Value>(weights, fits), { axis: -1 });
    },
  };
}

function identity(dimension: number, dtype: DType): Value {
  const W = zeros([dimension, dimension], dtype);
  for (let i = 0; i < dimension; i++) W.set(i, i, 1);
  return W;
}
