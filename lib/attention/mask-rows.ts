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
  /** The same rows, to be read all; `isShared` then tells of another batch entry whether its rows are no others. */
  read(batch: number): { readonly rowOf: (i: number) => MaskRow; readonly isShared: (other: number) => boolean };
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
    const rowOf = () => everything;
    return { of: () => rowOf, read: () => ({ rowOf, isShared: () => true }) };
  }
  const lead = shape.slice(0, -2);
  return isMask(mask) ? rowsOfMask(mask, lead, m) : rowsOfTensor(broadcastView(caller, "mask", mask, shape), lead, m);
}

function rowsOfMask(mask: Mask, lead: readonly number[], m: number): MaskRows {
  const exact = mask.bounds !== undefined && mask.exact === true;
  const at = (place: readonly number[]) => {
    return (i: number): MaskRow => {
      const [from, to] = mask.bounds?.(i, place) ?? [0, m];
      return { from: Math.max(from, 0), to: Math.min(to, m), exact, allows: (j) => mask.allows(i, j, place) };
    };
  };
  return {
    of: (batch) => at(placeOf(batch, lead)),
    read(batch) {
      const place = placeOf(batch, lead);
      const seen = new Set<number>();
      const isShared = (other: number): boolean => {
        const its = placeOf(other, lead);
        return [...seen].every((axis) => its[axis] === place[axis]);
      };
      return { rowOf: at(watched(place, seen)), isShared };
    },
  };
}

/** The same numbers, each of which joins `seen` when it is read: what nobody reads has no influence. */
function watched(place: readonly number[], seen: Set<number>): readonly number[] {
  const numbers: number[] = [];
  for (const [axis, number] of place.entries()) {
    const get = (): number => {
      seen.add(axis);
      return number;
    };
    Object.defineProperty(numbers, axis, { enumerable: true, get });
  }
  return numbers;
}

function rowsOfTensor(view: NdArray<Uint8Array>, lead: readonly number[], m: number): MaskRows {
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
  return { of, read: (batch) => ({ rowOf: of(batch), isShared: (other) => startOf(other) === startOf(batch) }) };
}
