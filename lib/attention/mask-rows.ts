import type { NdArray } from "ndarray";
import { isMask, type Mask } from "../masks/mask.ts";
import { broadcastView } from "../tensor/broadcast.ts";
import { placeOf } from "../tensor/place.ts";

/** What one query may attend to: keys from `from` up to, not including, `to` for which `allows` holds. */
export interface MaskRow {
  readonly from: number;
  readonly to: number;
  /** Do all keys in between count? */
  readonly exact: boolean;
  allows(j: number): boolean;
}

/** A mask read row by row, without a tensor of n·m entries. */
export interface MaskRows {
  /** The rows of batch entry number `batch`: for query i. */
  of(batch: number): (i: number) => MaskRow;
  /** For each of some batch entries a number, which two of them share only if all of their rows are the same. */
  groups(batches: readonly number[]): number[];
}

/** The rows of a mask, of a tensor of 0 and 1, or of no mask at all, for scores of shape [...lead, n, m]. */
export function maskRows(
  caller: string,
  mask: Mask | NdArray<Uint8Array> | undefined,
  shape: readonly number[],
): MaskRows {
  const m = shape[shape.length - 1];
  if (mask === undefined) {
    const everything: MaskRow = { from: 0, to: m, exact: true, allows: () => true };
    return { of: () => () => everything, groups: (batches) => batches.map(() => 0) };
  }
  const lead = shape.slice(0, -2);
  if (isMask(mask)) {
    const n = shape[shape.length - 2];
    const exact = mask.bounds !== undefined && mask.exact === true;
    const of = (batch: number) => {
      const place = placeOf(batch, lead);
      return (i: number): MaskRow => {
        const [from, to] = mask.bounds?.(i, place) ?? [0, m];
        return { from: Math.max(from, 0), to: Math.min(to, m), exact, allows: (j) => mask.allows(i, j, place) };
      };
    };
    return { of, groups: (batches) => (exact ? groupsOfBounds(batches, of, n) : [...batches]) };
  }
  const view = broadcastView(caller, "mask", mask, shape);
  const [rowStep, step] = view.stride.slice(-2);
  const startOf = (batch: number): number =>
    placeOf(batch, lead).reduce((at, index, axis) => at + index * view.stride[axis], view.offset);
  const of = (batch: number) => {
    const first = startOf(batch);
    return (i: number): MaskRow => {
      const start = first + i * rowStep;
      return { from: 0, to: m, exact: false, allows: (j) => view.data[start + j * step] !== 0 };
    };
  };
  return { of, groups: (batches) => batches.map(startOf) };
}

/** Bounds that are exact are all there is to know: an entry with those of the entry before it is of its group. */
function groupsOfBounds(batches: readonly number[], of: MaskRows["of"], n: number): number[] {
  let group: number | undefined;
  return batches.map((batch) => {
    if (group === undefined || !haveSameBounds(of(group), of(batch), n)) group = batch;
    return group;
  });
}

function haveSameBounds(rowOf: (i: number) => MaskRow, otherOf: (i: number) => MaskRow, n: number): boolean {
  for (let i = 0; i < n; i++) {
    const [row, other] = [rowOf(i), otherOf(i)];
    if (row.from !== other.from || row.to !== other.to) return false;
  }
  return true;
}
