import type { NdArray } from "ndarray";
import { isMask, type Mask } from "../masks/mask.ts";
import { broadcastView } from "../tensor/broadcast.ts";
import { placeOf } from "../tensor/place.ts";

/** What one query may attend to: keys from `from` up to, not including, `to` for which `allows` holds. */
export interface MaskRow {
  readonly from: number;
  readonly to: number;
  allows(j: number): boolean;
}

/** A mask read row by row, without a tensor of n·m entries: for query i of batch entry number `batch`. */
export type MaskRows = (batch: number, i: number) => MaskRow;

/** The rows of a mask, of a tensor of 0 and 1, or of no mask at all, for scores of shape [...lead, n, m]. */
export function maskRows(
  caller: string,
  mask: Mask | NdArray<Uint8Array> | undefined,
  shape: readonly number[],
): MaskRows {
  const [n, m] = shape.slice(-2);
  const lead = shape.slice(0, -2);
  if (mask === undefined) {
    const everything: MaskRow = { from: 0, to: m, allows: () => true };
    return () => everything;
  }
  if (isMask(mask)) {
    return (batch, i) => {
      const place = placeOf(batch, lead);
      const [from, to] = mask.bounds?.(i, place) ?? [0, m];
      return { from: Math.max(from, 0), to: Math.min(to, m), allows: (j) => mask.allows(i, j, place) };
    };
  }
  const view = broadcastView(caller, "mask", mask, shape);
  const step = view.stride[shape.length - 1];
  return (batch, i) => {
    const place = placeOf(batch * n + i, shape.slice(0, -1));
    const start = place.reduce((at, index, axis) => at + index * view.stride[axis], view.offset);
    return { from: 0, to: m, allows: (j) => view.data[start + j * step] !== 0 };
  };
}
