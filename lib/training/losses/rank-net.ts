import ndarray from "ndarray";
import type { Value } from "../../autodiff/variable.ts";
import { divide, reshape, softplus, subtract, sum, where } from "../../ops/index.ts";
import { elements } from "../../tensor/elements.ts";
import { expectTensor, shapes } from "../../tensor/shapes.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { countOf, expectAlike, expectMask, type LossOptions, maskAt } from "./masked-mean.ts";

/**
 * RankNet: the mean of softplus(−(sᵢ − sⱼ)) over all pairs of documents of one list of which i is more relevant than j.
 * Only differences of scores matter. Without such a pair the loss is 0.
 *
 * Burges et al. 2005, "Learning to Rank using Gradient Descent", §3, with certain targets P̄ = 1, over pairs of unequal
 * relevance.
 *
 * @example
 * ```ts
 * toArray(losses.rankNet(tensor([[0, Math.log(3), 0]]), tensor([[0, 1, 0]]))); // Math.log(4 / 3)
 * ```
 *
 * @param scores […, m] of the m documents of each list
 * @param relevance the same shape; a plain tensor
 * @param options the mask takes documents out of their list
 * @throws ArgumentError when shapes or dtypes differ, an axis is empty, or the mask does not fit.
 */
export function rankNet(scores: Tensor, relevance: Tensor, options?: LossOptions): Tensor;
export function rankNet<T extends Value>(scores: T | Tensor, relevance: Tensor, options?: LossOptions): T;
export function rankNet(scores: Value, relevance: Tensor, options: LossOptions = {}): Value {
  const caller = "losses.rankNet";
  const { m } = shapes(caller, { scores: [scores, "… m"] });
  expectTensor(caller, "relevance", relevance);
  expectAlike(caller, "relevance", relevance, scores, "scores");
  expectMask(caller, options, scores.shape);
  const lead = scores.shape.slice(0, -1);
  const ordered = orderedPairs(elements(relevance), maskAt(options.mask, scores.shape), m);
  const [better, worse] = [reshape<Value>(scores, [...lead, m, 1]), reshape<Value>(scores, [...lead, 1, m])];
  const costs = softplus<Value>(subtract<Value>(worse, better)); // […, m, m]
  const counting = where<Value>(ndarray(ordered, costs.shape), costs, 0);
  return divide<Value>(sum<Value>(counting), countOf(ordered));
}

// 1 at [list, i, j] where both count and i is more relevant than j.
function orderedPairs(relevance: ArrayLike<number>, counted: Uint8Array, m: number): Uint8Array {
  const out = new Uint8Array(relevance.length * m);
  for (let i = 0; i < relevance.length; i++) {
    if (!counted[i]) continue;
    const list = i - (i % m);
    for (let j = 0; j < m; j++) {
      if (counted[list + j] && relevance[i] > relevance[list + j]) out[i * m + j] = 1;
    }
  }
  return out;
}
