import type { Value } from "../../autodiff/variable.ts";
import { ArgumentError, describe } from "../../tensor/argument-error.ts";
import { shapes } from "../../tensor/shapes.ts";
import { allocate, dtypeOf, type NestedArray, type Tensor, wrap } from "../../tensor/tensor.ts";
import { classTargets } from "./class-targets.ts";
import { countOf, expectMask, type LossOptions, maskAt } from "./masked-mean.ts";
import { softmaxCrossEntropy } from "./softmax-cross-entropy.ts";

/** What counts, and how sure the targets are. */
export interface CrossEntropyOptions extends LossOptions {
  /** ε of the target's probability is spread evenly over all classes, 0 ≤ ε < 1; by default 0. */
  readonly labelSmoothing?: number;
}

/**
 * Cross-entropy of logits with whole-numbered classes: the mean of −Σ qⱼ·ln softmax(x)ⱼ over all places that count, where
 * q is 1 at the target. With label smoothing ε it is 1 − ε + ε/C there, and ε/C at the other classes.
 *
 * Label smoothing: Szegedy et al. 2016, "Rethinking the Inception Architecture", §7.
 *
 * @example
 * ```ts
 * const logits = tensor([[0, Math.log(3)], [0, Math.log(7)]]);
 * toArray(losses.crossEntropy(logits, [1, 0])); // (Math.log(4 / 3) + Math.log(8)) / 2
 * ```
 *
 * @param logits […, C]
 * @param targets arrays nested like the leading axes […], of classes 0 … C − 1; anything where the mask is 0
 * @throws ArgumentError when a target that counts is not a class, shapes do not fit, or ε is not in [0, 1).
 */
export function crossEntropy(logits: Tensor, targets: NestedArray, options?: CrossEntropyOptions): Tensor;
export function crossEntropy<T extends Value>(
  logits: T | Tensor,
  targets: NestedArray,
  options?: CrossEntropyOptions,
): T;
export function crossEntropy(logits: Value, targets: NestedArray, options: CrossEntropyOptions = {}): Value {
  const caller = "losses.crossEntropy";
  const { C: classes } = shapes(caller, { logits: [logits, "… C"] });
  const places = logits.shape.slice(0, -1);
  expectMask(caller, options, places, ["labelSmoothing"]);
  const { labelSmoothing = 0, mask } = options;
  if (!(typeof labelSmoothing === "number" && labelSmoothing >= 0 && labelSmoothing < 1)) {
    throw new ArgumentError(caller, "labelSmoothing", describe(labelSmoothing), "a number in [0, 1)");
  }
  const counted = maskAt(mask, places);
  const targetOf = classTargets(caller, targets, places, classes, counted);

  const q = allocate(counted.length * classes, dtypeOf(logits));
  counted.forEach((one, place) => {
    if (!one) return;
    const start = place * classes;
    if (labelSmoothing > 0) q.fill(labelSmoothing / classes, start, start + classes);
    q[start + targetOf[place]] += 1 - labelSmoothing;
  });
  return softmaxCrossEntropy(wrap(q, logits.shape), logits, countOf(counted));
}
