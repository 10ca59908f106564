import { expectInteger } from "../tensor/argument-error.ts";
import type { Mask } from "./mask.ts";

/**
 * Query i may attend to keys i − left ≤ j ≤ i + right.
 *
 * Beltagy, Peters & Cohan 2020, "Longformer", §3.1.
 *
 * @example
 * ```ts
 * masks.toTensor(masks.slidingWindow(1, 0), 3, 3).data; // [1, 0, 0,  1, 1, 0,  0, 1, 1]
 * ```
 *
 * @throws ArgumentError when `left` or `right` is not a whole number, at least 0.
 */
export function slidingWindow(left: number, right: number): Mask {
  expectInteger("masks.slidingWindow", "left", left, 0);
  expectInteger("masks.slidingWindow", "right", right, 0);
  return {
    allows: (i, j) => j >= i - left && j <= i + right,
    bounds: (i) => [i - left, i + right + 1],
    exact: true,
  };
}
