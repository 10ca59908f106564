import type { Value } from "../../autodiff/variable.ts";
import { chain } from "../../ops/chain.ts";
import { add, negate, softplus, subtract } from "../../ops/index.ts";
import { full } from "../../tensor/create.ts";
import { shapes } from "../../tensor/shapes.ts";
import { dtypeOf, type Tensor } from "../../tensor/tensor.ts";
import { expectAlike, expectMask, type LossOptions, maskedMean } from "./masked-mean.ts";

/**
 * Binary cross-entropy of logits x with targets t, the mean of −t·ln σ(x) − (1 − t)·ln(1 − σ(x)) over all elements that
 * count, computed as t·softplus(−x) + (1 − t)·softplus(x): no probability is rounded to 0 or 1 on the way.
 *
 * With a difference of scores as logit and the target 1 it is the loss of a pair, softplus(s⁻ − s⁺) (Burges et al. 2005,
 * "Learning to Rank using Gradient Descent", §3; Rendle et al. 2009, "BPR", §4.1).
 *
 * @example
 * ```ts
 * toArray(losses.binaryCrossEntropyWithLogits(tensor([0, 0]), tensor([1, 0]))); // Math.log(2)
 * toArray(losses.binaryCrossEntropyWithLogits(tensor([-1000]), 1)); // 1000
 * ```
 *
 * @param logits […]
 * @param targets probabilities in [0, 1] of the same shape, or one for all
 * @throws ArgumentError when shapes or dtypes differ, an axis is empty, or the mask does not fit.
 */
export function binaryCrossEntropyWithLogits(logits: Tensor, targets: Tensor | number, options?: LossOptions): Tensor;
export function binaryCrossEntropyWithLogits<T extends Value>(
  logits: T | Tensor,
  targets: T | Tensor | number,
  options?: LossOptions,
): T;
export function binaryCrossEntropyWithLogits(logits: Value, targets: Value | number, options: LossOptions = {}): Value {
  const caller = "losses.binaryCrossEntropyWithLogits";
  shapes(caller, { logits: [logits, "…"] });
  if (typeof targets !== "number") expectAlike(caller, "targets", targets, logits, "logits");
  expectMask(caller, options, logits.shape);
  const t = typeof targets === "number" ? full(logits.shape, targets, dtypeOf(logits)) : targets;
  // A share of 0 of a loss of ∞ is 0: a certain and right logit costs nothing.
  const ifTrue = chain(t, softplus<Value>(negate<Value>(logits)));
  const ifFalse = chain(subtract<Value>(1, t), softplus<Value>(logits));
  return maskedMean(add<Value>(ifTrue, ifFalse), options.mask);
}
