import { ArgumentError, describe, expectArray } from "../tensor/argument-error.ts";
import type { Mask } from "./mask.ts";

/**
 * Several documents packed into one sequence: place i may attend to places of the same document, ids[i] = ids[j].
 *
 * Krell et al. 2021, "Efficient Sequence Packing without Cross-contamination".
 *
 * @example
 * ```ts
 * masks.toTensor(masks.documents([0, 0, 1]), 3, 3).data; // [1, 1, 0,  1, 1, 0,  0, 0, 1]
 * ```
 *
 * @throws ArgumentError when `ids` is not an array of numbers; in use, when a place has no id.
 */
export function documents(ids: readonly number[]): Mask {
  expectArray("masks.documents", "ids", ids);
  ids.forEach((id, place) => {
    if (typeof id !== "number" || Number.isNaN(id)) {
      throw new ArgumentError("masks.documents", `ids[${place}]`, describe(id), "a number");
    }
  });
  const idOf = (place: number): number => {
    if (place < ids.length) return ids[place];
    throw new ArgumentError("masks.documents", "ids", `length ${ids.length}`, `an id for place ${place}`);
  };
  return { allows: (i, j) => idOf(i) === idOf(j) };
}
