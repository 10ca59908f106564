import { operation } from "../autodiff/operation.ts";
import type { Value } from "../autodiff/variable.ts";
import { ArgumentError, describe, expectArray } from "../tensor/argument-error.ts";
import { elements } from "../tensor/elements.ts";
import { expectShaped } from "../tensor/shapes.ts";
import { allocate, dtypeOf, sizeOf, type Tensor, wrap } from "../tensor/tensor.ts";

interface Selection {
  readonly indices: readonly number[];
  /** How many rows the source has. */
  readonly rows: number;
}

const gather = operation<Selection>({
  forward([x], { indices, rows }) {
    const data = elements(x);
    const size = data.length / rows;
    const out = allocate(indices.length * size, dtypeOf(x));
    indices.forEach((index, i) => {
      out.set(data.subarray(index * size, (index + 1) * size), i * size);
    });
    return wrap(out, [indices.length, ...x.shape.slice(1)]);
  },
  backward: (cotangent, _, __, ___, selection): Value => scatter([cotangent], selection),
});

// The transpose of `gather`: every row is added to where it was taken from.
const scatter = operation<Selection>({
  forward([x], { indices, rows }) {
    const data = elements(x);
    const size = sizeOf(x.shape.slice(1));
    const out = allocate(rows * size, dtypeOf(x));
    indices.forEach((index, i) => {
      for (let p = 0; p < size; p++) out[index * size + p] += data[i * size + p];
    });
    return wrap(out, [rows, ...x.shape.slice(1)]);
  },
  backward: (cotangent, _, __, ___, selection): Value => gather([cotangent], selection),
});

/**
 * The rows of `x` (along its first axis) at `indices`, in that order; a row may be taken more than once.
 *
 * @example
 * ```ts
 * toArray(ops.take(tensor([[1], [2], [3]]), [2, 0, 2])); // [[3], [1], [3]]
 * ```
 *
 * @throws ArgumentError when `x` is a scalar, or an index is not a row of `x`.
 */
export function take(x: Tensor, indices: readonly number[]): Tensor;
export function take<T extends Value>(x: T | Tensor, indices: readonly number[]): T;
export function take(x: Value, indices: readonly number[]): Value {
  expectShaped("ops.take", "x", x);
  if (x.shape.length === 0) throw new ArgumentError("ops.take", "x", "shape []", "at least one axis");
  const rows = x.shape[0];
  expectRows("ops.take", "indices", indices, rows, "x");
  return gather([x], { indices, rows });
}

/** Throw unless `indices` is an array of row numbers; `of` is what has the rows. */
export function expectRows(
  caller: string,
  argument: string,
  indices: readonly number[],
  rows: number,
  of: string,
): void {
  expectArray(caller, argument, indices);
  indices.forEach((index, i) => {
    if (!(Number.isInteger(index) && index >= 0 && index < rows)) {
      throw new ArgumentError(caller, `${argument}[${i}]`, describe(index), `a row of ${of}, 0 to ${rows - 1}`);
    }
  });
}
