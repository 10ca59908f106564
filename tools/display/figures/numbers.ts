/** What a tensor must have to be drawn; an ndarray has it. */
export interface TensorLike {
  readonly shape: readonly number[];
  get(...index: number[]): number;
}

/** A list of numbers: an array, a typed array, or a tensor of one row or one column. */
export type Vector = ArrayLike<number> | TensorLike;

/** Rows of numbers: an array of rows, or a tensor with two axes. */
export type Matrix = ArrayLike<ArrayLike<number>> | TensorLike;

function isTensor(value: ArrayLike<unknown> | TensorLike): value is TensorLike {
  return "shape" in value && typeof value.get === "function";
}

const range = (length: number): number[] => Array.from({ length }, (_, index) => index);

/**
 * The numbers as a plain array; `what` names them in an error.
 *
 * @throws when they are a tensor with more than one axis longer than 1
 */
export function toVector(what: string, values: Vector): number[] {
  if (!isTensor(values)) return Array.from(values);
  const { shape } = values;
  const along = Math.max(
    0,
    shape.findIndex((length) => length !== 1),
  );
  if (shape.length === 0 || shape.some((length, axis) => length !== 1 && axis !== along))
    throw new Error(`${what} has shape [${shape.join(", ")}], expected [n] or [n, 1]`);
  return range(shape[along]!).map((i) => values.get(...shape.map((_, axis) => (axis === along ? i : 0))));
}

/**
 * The numbers as plain rows; `what` names them in an error.
 *
 * @throws when they are a tensor that has not two axes, rows of unequal length, or nothing
 */
export function toMatrix(what: string, values: Matrix): number[][] {
  if (isTensor(values) && values.shape.length !== 2)
    throw new Error(`${what} has shape [${values.shape.join(", ")}], expected [rows, columns]`);
  const rows = isTensor(values)
    ? range(values.shape[0]!).map((i) => range(values.shape[1]!).map((j) => values.get(i, j)))
    : Array.from(values, (row) => Array.from(row));
  const columns = rows[0]?.length ?? 0;
  if (columns === 0) throw new Error(`${what} has no elements, expected at least one`);
  const odd = rows.findIndex((row) => row.length !== columns);
  if (odd >= 0)
    throw new Error(`${what} has ${rows[odd]!.length} columns in row ${odd}, expected ${columns} as in row 0`);
  return rows;
}

/**
 * Demands that two lists belong together.
 *
 * @throws when they differ in length
 */
export function requireLength(what: string, values: ArrayLike<unknown>, expected: number): void {
  if (values.length !== expected) throw new Error(`${what} has length ${values.length}, expected ${expected}`);
}
