import { normalizers, ops, type Tensor, type Value } from "attention-lab";
import type { Encoder } from "./encoder.ts";

/**
 * The mean of the vectors of a text's words, brought to length 1: every word counts the same. It has no parameters.
 *
 * @example
 * ```ts
 * const features = { texts: [["a", "b"]], tokens: tensor([[[1, 0], [0, 1]]]), mask: ops.equal(zeros([1, 2]), 0) };
 * toArray(encoders.meanPooling().encode({}, { ...features, prior: zeros([1, 2]) }).weights); // [[0.5, 0.5]]
 * ```
 */
export function meanPooling(): Encoder<object> {
  return {
    initialise: () => ({}),
    encode(_, { tokens, mask, prior }) {
      const [n, length, d] = tokens.shape as [number, number, number];
      const none = ops.multiply(prior, 0);
      const weights: Tensor = normalizers.softmax()(ops.where(mask, none, Number.NEGATIVE_INFINITY));
      const sums = ops.matmul<Value>(ops.reshape(weights, [n, 1, length]), tokens);
      return { vector: ops.l2Normalize<Value>(ops.reshape<Value>(sums, [n, d])), weights, tokens, mask };
    },
  };
}
