import type { Value } from "../../autodiff/variable.ts";
import { exp, logSoftmax, where } from "../../ops/index.ts";
import { expectTensor, shapes } from "../../tensor/shapes.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { countOf, expectAlike, expectMask, type LossOptions, maskAt } from "./masked-mean.ts";
import { softmaxCrossEntropy } from "./softmax-cross-entropy.ts";

/**
 * ListNet with top-one probabilities: −Σ softmax(relevance)ⱼ·ln softmax(scores)ⱼ, the mean over all lists. The same number
 * added to all scores of a list changes nothing.
 *
 * Cao et al. 2007, "Learning to Rank: From Pairwise Approach to Listwise Approach", §4.
 *
 * @example
 * ```ts
 * toArray(losses.listNet(tensor([[0, 0, 0]]), tensor([[2, 0, 1]]))); // Math.log(3)
 * ```
 *
 * @param scores […, m] of the m documents of each list
 * @param relevance the same shape; a plain tensor
 * @param options the mask takes documents out of their list; a list without any does not count
 * @throws ArgumentError when shapes or dtypes differ, an axis is empty, or the mask does not fit.
 */
export function listNet(scores: Tensor, relevance: Tensor, options?: LossOptions): Tensor;
export function listNet<T extends Value>(scores: T | Tensor, relevance: Tensor, options?: LossOptions): T;
export function listNet(scores: Value, relevance: Tensor, options: LossOptions = {}): Value {
  const caller = "losses.listNet";
  const { m } = shapes(caller, { scores: [scores, "… m"] });
  expectTensor(caller, "relevance", relevance);
  expectAlike(caller, "relevance", relevance, scores, "scores");
  expectMask(caller, options, scores.shape);
  const { mask } = options;
  const heard = (x: Value): Value => (mask === undefined ? x : where<Value>(mask, x, Number.NEGATIVE_INFINITY));
  const counted = maskAt(mask, scores.shape);
  const lists = Uint8Array.from({ length: counted.length / m }, (_, list) =>
    Number(counted.subarray(list * m, (list + 1) * m).includes(1)),
  );
  return softmaxCrossEntropy(exp<Value>(logSoftmax<Value>(heard(relevance))), heard(scores), countOf(lists));
}
