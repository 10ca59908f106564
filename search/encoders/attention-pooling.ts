import { attend, ops, type Value, zeros } from "attention-lab";
import ndarray, { type NdArray } from "ndarray";
import type { Encoder } from "./encoder.ts";

/** The parameters of {@link attentionPooling}. */
export interface PoolingParams {
  /** [d], what is asked of every word. */
  readonly query: Value;
}

/**
 * Attention pooling: a learned query q attends over the words of a text, w = softmax(E·q/√d + ln idf), and the text's
 * vector is Σ w·E, brought to length 1. The weights say how much each word counts. q begins as zeros: before training, words
 * count by their inverse document frequency.
 *
 * Yang et al. 2016, "Hierarchical Attention Networks for Document Classification", Eq. 6 and 7, without the layer below.
 *
 * @example
 * ```ts
 * const features = { texts: [["a", "b"]], tokens: tensor([[[1, 0], [0, 1]]]), mask: ops.equal(zeros([1, 2]), 0) };
 * const { weights } = encoders.attentionPooling().encode({ query: zeros([2]) }, { ...features, prior: tensor([[0, Math.log(3)]]) });
 * toArray(weights)[0][1]; // 0.75
 * ```
 */
export function attentionPooling(): Encoder<PoolingParams> {
  return {
    initialise: (_, dimension, dtype) => ({ query: zeros([dimension], dtype) }),
    encode({ query }, { tokens, mask, prior }) {
      const [n, length, d] = tokens.shape as [number, number, number];
      const { output, weights } = attend<Value>(ops.reshape<Value>(query, [1, d]), tokens, tokens, {
        bias: ops.reshape(prior, [n, 1, length]),
        mask: rowMask(mask),
      });
      return {
        vector: ops.l2Normalize<Value>(ops.reshape<Value>(output, [n, d])),
        weights: ops.reshape<Value>(weights, [n, length]),
        tokens,
        mask,
      };
    },
  };
}

/** A mask over words [n, tokens], as one of attention with a single query for each text [n, 1, tokens]. */
const rowMask = ({ data, shape: [n, length] }: NdArray<Uint8Array>): NdArray<Uint8Array> =>
  ndarray(data, [n!, 1, length!]);
