import type { NdArray } from "ndarray";
import { ArgumentError, describe } from "../tensor/argument-error.ts";
import { isBytes } from "../tensor/tensor.ts";
import type { Mask } from "./mask.ts";

/** Throw unless `value` is an ndarray of Uint8Array with at least two axes. */
export function expectMaskTensor(
  caller: string,
  argument: string,
  value: unknown,
): asserts value is NdArray<Uint8Array> {
  if (!isBytes(value)) {
    throw new ArgumentError(caller, argument, describe(value), "an ndarray of Uint8Array");
  }
  if (value.shape.length < 2) {
    throw new ArgumentError(caller, argument, `shape [${value.shape.join(", ")}]`, "[…, n, m]");
  }
}

/**
 * A tensor of 0 (no) and 1 (yes) as a mask, to be combined with others.
 *
 * Axes of length 1 stand for all places along them, and missing leading axes for all batch entries.
 *
 * @example
 * ```ts
 * const mask = masks.fromTensor(ops.equal(tensor([[1, 0, 1]]), 1));
 * masks.toTensor(masks.and(mask, masks.causal()), 3, 3).data; // [1, 0, 0,  1, 0, 0,  1, 0, 1]
 * ```
 *
 * @param t […, n, m]
 * @throws ArgumentError when `t` is not an ndarray of Uint8Array with at least two axes; in use, when a place is
 * outside.
 */
export function fromTensor(t: NdArray<Uint8Array>): Mask {
  expectMaskTensor("masks.fromTensor", "t", t);
  return {
    allows(i, j, lead) {
      const place = [...lead, i, j].slice(-t.shape.length);
      const index = place.map((at, axis) => (t.shape[axis] === 1 ? 0 : at));
      if (place.length < t.shape.length || index.some((at, axis) => at >= t.shape[axis])) {
        const has = `shape [${t.shape.join(", ")}]`;
        throw new ArgumentError("masks.fromTensor", "t", has, `an entry at [${place.join(", ")}]`);
      }
      return t.get(...index) !== 0;
    },
  };
}
