import ndarray, { type NdArray } from "ndarray";
import { ArgumentError, describe } from "./argument-error.ts";

/** The memory of a tensor. */
export type Floats = Float64Array | Float32Array;

/** An n-dimensional array of floating-point numbers: an npm `ndarray`, and any strided view of one. */
export type Tensor = NdArray<Float64Array> | NdArray<Float32Array>;

/** float64 is the default, for exact teaching and proofs; float32 halves the memory. */
export type DType = "float64" | "float32";

/** A number, or arrays of numbers nested to any depth: what a tensor is written as. */
export type NestedArray = number | readonly NestedArray[];

/**
 * Is `x` an ndarray of floating-point numbers?
 *
 * @example
 * ```ts
 * isTensor(tensor([1, 2])); // true
 * isTensor([1, 2]); // false
 * ```
 */
export function isTensor(x: unknown): x is Tensor {
  const data = (x as Tensor | null | undefined)?.data;
  return (
    (data instanceof Float64Array || data instanceof Float32Array) &&
    Array.isArray((x as Tensor).shape) &&
    Array.isArray((x as Tensor).stride)
  );
}

/** An n-dimensional array of bytes: a condition, or a mask of 0 and 1. */
export type Bytes = NdArray<Uint8Array>;

/** Is `x` an ndarray of bytes? */
export function isBytes(x: unknown): x is Bytes {
  const array = x as Bytes | null | undefined;
  return array?.data instanceof Uint8Array && Array.isArray(array.shape) && Array.isArray(array.stride);
}

/** The number of elements that a shape holds. A scalar's shape `[]` holds one. */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const length of shape) size *= length;
  return size;
}

/** New memory for `size` numbers, all zero. */
export function allocate(size: number, dtype: DType): Floats {
  return dtype === "float32" ? new Float32Array(size) : new Float64Array(size);
}

/** Wrap memory in row-major order as a tensor, without a copy. */
export function wrap(data: Floats, shape: readonly number[]): Tensor {
  return ndarray(data, shape as number[]) as Tensor;
}

/** The dtype of a tensor, as a type that TypeScript can narrow. */
export function dtypeOf(x: { readonly dtype: string }): DType {
  return x.dtype as DType;
}

/**
 * Make a tensor from numbers, nested arrays, or a flat typed array (copied) and a shape.
 *
 * `tensor([[1, 2], [3, 4]])`, `tensor(5)` (a scalar, shape `[]`), `tensor(new Float64Array(6), [2, 3])`.
 * A `Float32Array` gives float32 unless `dtype` says otherwise; everything else float64.
 *
 * @example
 * ```ts
 * tensor([[1, 2], [3, 4]]).shape; // [2, 2]
 * tensor(new Float32Array(6), [2, 3]).dtype; // "float32"
 * ```
 *
 * @throws ArgumentError when rows have unequal lengths, an entry is not a number, or the shape does not hold the data.
 */
export function tensor(data: NestedArray | Floats, shape?: readonly number[], dtype?: DType): Tensor {
  if (dtype !== undefined) expectDType("tensor", dtype);
  const typed = data instanceof Float64Array || data instanceof Float32Array;
  const own = typed ? [data.length] : nestedShape(data);
  const wanted = shape ?? own;
  expectShape("tensor", wanted);
  const size = sizeOf(own);
  if (size !== sizeOf(wanted)) {
    throw new ArgumentError("tensor", "data", `${size} values`, `${sizeOf(wanted)} for shape [${wanted.join(", ")}]`);
  }
  const out = allocate(size, dtype ?? (data instanceof Float32Array ? "float32" : "float64"));
  if (typed) out.set(data);
  else fill(out, data, 0, own, []);
  return wrap(out, [...wanted]);
}

/** Throw unless every entry of `shape` is a length. */
export function expectShape(caller: string, shape: unknown, argument: string = "shape"): void {
  if (!Array.isArray(shape)) throw new ArgumentError(caller, argument, describe(shape), "an array of lengths");
  shape.forEach((length, axis) => {
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new ArgumentError(caller, argument, `${describe(length)} at axis ${axis}`, "a whole number, at least 0");
    }
  });
}

/** Throw unless `dtype` is one of the two. */
export function expectDType(caller: string, dtype: unknown): void {
  if (dtype !== "float64" && dtype !== "float32") {
    throw new ArgumentError(caller, "dtype", describe(dtype), '"float64" or "float32"');
  }
}

function nestedShape(data: NestedArray): number[] {
  const shape: number[] = [];
  for (let row = data; Array.isArray(row); row = row[0]) shape.push(row.length);
  return shape;
}

// Copies `row`, found at `path`, and returns where the next row starts.
function fill(out: Floats, row: NestedArray, start: number, shape: number[], path: number[]): number {
  const depth = path.length;
  const at = depth ? `at [${path.join(", ")}]` : "as a whole";
  if (depth === shape.length) {
    if (typeof row !== "number") throw new ArgumentError("tensor", "data", `${describe(row)} ${at}`, "a number");
    out[start] = row;
    return start + 1;
  }
  if (!Array.isArray(row)) {
    throw new ArgumentError("tensor", "data", `${describe(row)} ${at}`, `an array of length ${shape[depth]}`);
  }
  if (row.length !== shape[depth]) {
    throw new ArgumentError("tensor", "data", `a row of length ${row.length} ${at}`, `length ${shape[depth]}`);
  }
  let next = start;
  for (let i = 0; i < row.length; i++) next = fill(out, row[i], next, shape, [...path, i]);
  return next;
}
