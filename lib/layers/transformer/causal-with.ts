import type { NdArray } from "ndarray";
import { causal } from "../../masks/causal.ts";
import { and } from "../../masks/combine.ts";
import { fromTensor } from "../../masks/from-tensor.ts";
import { isMask, type Mask } from "../../masks/mask.ts";

/** The causal mask for queries that stand at `offset` and after, and a further mask, if there is one. */
export function causalWith(mask: Mask | NdArray<Uint8Array> | undefined, offset: number): Mask {
  const past = causal({ offset });
  if (mask === undefined) return past;
  return and(past, isMask(mask) ? mask : fromTensor(mask));
}
