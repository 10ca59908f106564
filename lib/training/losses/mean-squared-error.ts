import type { Value } from "../../autodiff/variable.ts";
import { square, subtract } from "../../ops/index.ts";
import { shapes } from "../../tensor/shapes.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { expectAlike, expectMask, type LossOptions, maskedMean } from "./masked-mean.ts";

/**
 * The mean of (prediction − target)² over all elements that count.
 *
 * @example
 * ```ts
 * toArray(losses.meanSquaredError(tensor([1, 2]), tensor([1, 5]))); // 4.5
 * toArray(losses.meanSquaredError(tensor([1, NaN]), tensor([3, 0]), { mask: ops.equal(tensor([1, 0]), 1) })); // 4
 * ```
 *
 * @param predictions […]
 * @param targets the same shape
 * @throws ArgumentError when shapes or dtypes differ, an axis is empty, or the mask does not fit.
 */
export function meanSquaredError(predictions: Tensor, targets: Tensor, options?: LossOptions): Tensor;
export function meanSquaredError<T extends Value>(
  predictions: T | Tensor,
  targets: T | Tensor,
  options?: LossOptions,
): T;
export function meanSquaredError(predictions: Value, targets: Value, options: LossOptions = {}): Value {
  const caller = "losses.meanSquaredError";
  shapes(caller, { predictions: [predictions, "…"] });
  expectAlike(caller, "targets", targets, predictions, "predictions");
  expectMask(caller, options, predictions.shape);
  return maskedMean(square<Value>(subtract<Value>(predictions, targets)), options.mask);
}
