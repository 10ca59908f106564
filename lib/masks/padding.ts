import { ArgumentError, expectArray, expectInteger } from "../tensor/argument-error.ts";
import type { Mask } from "./mask.ts";

/**
 * Only the first `lengths[b]` keys of batch entry b are real: the rest is padding, and nobody may attend to it.
 *
 * b counts along the first leading axis; without leading axes there is one length.
 *
 * @example
 * ```ts
 * masks.toTensor(masks.padding([1, 3]), 1, 3, [2]).data; // [1, 0, 0,  1, 1, 1]
 * ```
 *
 * @throws ArgumentError when `lengths` is not an array of whole numbers, at least 0; in use, when there is no length
 * for an entry.
 */
export function padding(lengths: readonly number[]): Mask {
  expectArray("masks.padding", "lengths", lengths);
  lengths.forEach((length, b) => {
    expectInteger("masks.padding", `lengths[${b}]`, length, 0);
  });
  const lengthOf = (lead: readonly number[]): number => {
    const entry = lead[0] ?? 0;
    if (entry < lengths.length) return lengths[entry];
    throw new ArgumentError(
      "masks.padding",
      "lengths",
      `length ${lengths.length}`,
      `an entry for batch entry ${entry}`,
    );
  };
  return {
    allows: (_, j, lead) => j < lengthOf(lead),
    bounds: (_, lead) => [0, lengthOf(lead)],
    exact: true,
  };
}
