import type { Value } from "../../autodiff/variable.ts";
import { where } from "../../ops/index.ts";
import { ArgumentError } from "../../tensor/argument-error.ts";
import { shapes } from "../../tensor/shapes.ts";
import { allocate, dtypeOf, type Tensor, wrap } from "../../tensor/tensor.ts";
import { countOf, expectMask, type LossOptions, maskAt } from "./masked-mean.ts";
import { softmaxCrossEntropy } from "./softmax-cross-entropy.ts";

/**
 * In-batch softmax: document i is the right one for query i, and the other documents of the batch are its negatives. The
 * mean over the queries of −ln softmax(sᵢ)ᵢ.
 *
 * Documents n … m − 1, if there are, are negatives for all. The mask, [n, m], says which documents count for which query:
 * 0 takes out a negative that is relevant after all, or, on the diagonal, the query.
 *
 * Karpukhin et al. 2020, "Dense Passage Retrieval", §3.2, equation 2.
 *
 * @example
 * ```ts
 * toArray(losses.inBatchSoftmax(tensor([[Math.log(3), 0], [0, Math.log(7)]]))); // (Math.log(4 / 3) + Math.log(8 / 7)) / 2
 * ```
 *
 * @param scores […, n, m] of n queries and m ≥ n documents
 * @throws ArgumentError when there are fewer documents than queries, an axis is empty, or the mask does not fit.
 */
export function inBatchSoftmax(scores: Tensor, options?: LossOptions): Tensor;
export function inBatchSoftmax<T extends Value>(scores: T | Tensor, options?: LossOptions): T;
export function inBatchSoftmax(scores: Value, options: LossOptions = {}): Value {
  const caller = "losses.inBatchSoftmax";
  const { n, m } = shapes(caller, { scores: [scores, "… n m"] });
  if (m < n) {
    throw new ArgumentError(caller, "scores", `shape [${scores.shape.join(", ")}]`, "[…, n, m] with m at least n");
  }
  expectMask(caller, options, scores.shape);
  const counted = maskAt(options.mask, scores.shape);
  const q = allocate(counted.length, dtypeOf(scores));
  const queries = new Uint8Array(counted.length / m);
  for (let row = 0; row < queries.length; row++) {
    const right = row * m + (row % n);
    queries[row] = q[right] = counted[right];
  }
  const heard = options.mask === undefined ? scores : where<Value>(options.mask, scores, Number.NEGATIVE_INFINITY);
  return softmaxCrossEntropy(wrap(q, scores.shape), heard, countOf(queries));
}
