import type { NdArray } from "ndarray";
import type { Value } from "../../autodiff/variable.ts";
import { divide, mean, sum, where } from "../../ops/index.ts";
import { ArgumentError, describe, expectOptions } from "../../tensor/argument-error.ts";
import { broadcastView, expectBroadcasts } from "../../tensor/broadcast.ts";
import { forEachRow } from "../../tensor/elements.ts";
import { expectSameDType, expectShaped, type Shaped } from "../../tensor/shapes.ts";

/** What counts in a loss. */
export interface LossOptions {
  /**
   * 1 for what counts, 0 for padding, which has no influence whatever it holds. Broadcasts to the places that the loss
   * is the mean of; by default all count.
   */
  readonly mask?: NdArray<Uint8Array>;
}

/** Throw unless the options are known, and the mask is one for places of the given shape. */
export function expectMask(
  caller: string,
  options: LossOptions,
  shape: readonly number[],
  others: string[] = [],
): void {
  expectOptions(caller, options, [...others, "mask"]);
  const { mask } = options;
  if (mask === undefined) return;
  if (!((mask as typeof mask | null)?.data instanceof Uint8Array)) {
    throw new ArgumentError(caller, "mask", describe(mask), "an ndarray of Uint8Array");
  }
  expectBroadcasts(caller, "mask", mask.shape, shape);
}

/** Throw unless `value` is a tensor of the shape and dtype of `like`, which is argument `by`. */
export function expectAlike(caller: string, argument: string, value: unknown, like: Shaped, by: string): void {
  expectShaped(caller, argument, value);
  expectSameDType(caller, argument, value, like.dtype, by);
  if (value.shape.join() === like.shape.join()) return;
  const expected = `[${like.shape.join(", ")}] (from ${by})`;
  throw new ArgumentError(caller, argument, `shape [${value.shape.join(", ")}]`, expected);
}

/** The mask, at every place of `shape` in row-major order. */
export function maskAt(mask: NdArray<Uint8Array> | undefined, shape: readonly number[]): Uint8Array {
  const size = shape.reduce((product, length) => product * length, 1);
  if (mask === undefined) return new Uint8Array(size).fill(1);
  const out = new Uint8Array(size);
  const view = broadcastView("losses", "mask", mask, shape);
  const [length, step] = [shape[shape.length - 1] ?? 1, view.stride[shape.length - 1] ?? 0];
  let at = 0;
  forEachRow(shape, [view], ([start]) => {
    for (let i = 0; i < length; i++) out[at++] = Number(view.data[start + i * step] !== 0);
  });
  return out;
}

/** How many places count; at least 1, so that the mean over none is 0. */
export function countOf(counted: Uint8Array): number {
  let count = 0;
  for (const one of counted) count += one;
  return Math.max(count, 1);
}

/** The mean of the losses that count, 0 if none does. */
export function maskedMean(losses: Value, mask: NdArray<Uint8Array> | undefined): Value {
  if (mask === undefined) return mean<Value>(losses);
  return divide<Value>(sum<Value>(where<Value>(mask, losses, 0)), countOf(maskAt(mask, losses.shape)));
}
