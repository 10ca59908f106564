import ndarray, { type NdArray } from "ndarray";
import { expectInteger } from "../tensor/argument-error.ts";
import { placeOf } from "../tensor/place.ts";
import { expectShape, sizeOf } from "../tensor/tensor.ts";
import { expectMask, type Mask } from "./mask.ts";

/**
 * A mask as a tensor of 0 and 1, for n queries, m keys and leading axes `lead`: to look at, or to compute with.
 *
 * @example
 * ```ts
 * const allowed = masks.toTensor(masks.causal(), 2, 3);
 * allowed.shape; // [2, 3]
 * allowed.data; // [1, 0, 0,  1, 1, 0]
 * ```
 *
 * @returns [...lead, n, m]
 * @throws ArgumentError when `mask` is not a mask, or a length is not a whole number, at least 0.
 */
export function toTensor(mask: Mask, n: number, m: number, lead: readonly number[] = []): NdArray<Uint8Array> {
  expectMask("masks.toTensor", "mask", mask);
  expectInteger("masks.toTensor", "n", n, 0);
  expectInteger("masks.toTensor", "m", m, 0);
  expectShape("masks.toTensor", lead, "lead");
  const out = new Uint8Array(sizeOf(lead) * n * m);
  for (let batch = 0; batch < sizeOf(lead); batch++) {
    const place = placeOf(batch, lead);
    for (let i = 0; i < n; i++) {
      const [from, to] = mask.bounds?.(i, place) ?? [0, m];
      const row = (batch * n + i) * m;
      for (let j = Math.max(from, 0); j < Math.min(to, m); j++) out[row + j] = Number(mask.allows(i, j, place));
    }
  }
  return ndarray(out, [...lead, n, m]);
}
