import ndarray, { type NdArray } from "ndarray";
import { ArgumentError, describe } from "../tensor/argument-error.ts";
import { copyInto, isDense } from "../tensor/elements.ts";
import { allocate, dtypeOf, isTensor, sizeOf, type Tensor } from "../tensor/tensor.ts";

/** One thing about every example: rows of a tensor or a mask along the first axis, or the entries of an array. */
export type Column = Tensor | NdArray<Uint8Array> | readonly unknown[];

/** Examples, by what there is about them: `{ x: tensor [n, d], label: array of n numbers }`. A batch has the same form. */
export interface Columns {
  readonly [name: string]: Column;
}

/** The number of examples. */
export function lengthOf(caller: string, argument: string, data: Columns): number {
  if (data === null || typeof data !== "object" || Array.isArray(data) || isTensor(data)) {
    throw new ArgumentError(caller, argument, describe(data), "columns by name");
  }
  let first: { name: string; length: number } | undefined;
  for (const [name, column] of Object.entries(data)) {
    const place = `${argument}.${name}`;
    const length = Array.isArray(column) ? column.length : rowsOf(caller, place, column as NdArray<Uint8Array>);
    if (length === 0) throw new ArgumentError(caller, place, "length 0", "at least one example");
    first ??= { name: place, length };
    if (length !== first.length) {
      throw new ArgumentError(caller, place, `length ${length}`, `${first.length} (from ${first.name})`);
    }
  }
  if (first === undefined) throw new ArgumentError(caller, argument, "no column", "at least one");
  return first.length;
}

function rowsOf(caller: string, place: string, column: NdArray<Uint8Array>): number {
  if (!isTensor(column) && !((column as NdArray<Uint8Array> | null)?.data instanceof Uint8Array)) {
    throw new ArgumentError(caller, place, describe(column), "a tensor, an ndarray of Uint8Array or an array");
  }
  if (column.shape.length === 0) throw new ArgumentError(caller, place, "shape []", "at least one axis");
  return column.shape[0];
}

/** The examples with the given numbers, in that order. */
export function examplesAt<D extends Columns>(data: D, numbers: readonly number[]): D {
  const pick = (column: Column): Column => {
    if (Array.isArray(column)) return numbers.map((i) => column[i]);
    return takeRows(column as Tensor, numbers);
  };
  return Object.fromEntries(Object.entries(data).map(([name, column]) => [name, pick(column)])) as D;
}

// Of any dtype, which is why this is not `ops.take`.
function takeRows(x: Tensor, numbers: readonly number[]): Tensor {
  const shape = [numbers.length, ...x.shape.slice(1)];
  const size = sizeOf(x.shape.slice(1));
  const memory = (x.data as unknown) instanceof Uint8Array ? new Uint8Array(numbers.length * size) : undefined;
  const data = (memory ?? allocate(numbers.length * size, dtypeOf(x))) as Float64Array;
  const out = ndarray(data, shape) as Tensor;
  numbers.forEach((number, i) => {
    if (!isDense(x)) copyInto(out.lo(i).hi(1) as Tensor, x.lo(number).hi(1) as Tensor);
    else data.set(x.data.subarray(x.offset + number * size, x.offset + (number + 1) * size), i * size);
  });
  return out;
}
