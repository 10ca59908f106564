import { ArgumentError, isTensor, type Tensor } from "attention-lab";
import { describe } from "../validation/expect.ts";

/**
 * The numbers of vectors [count, dimension] as Float32, row by row, in memory of their own.
 *
 * @throws ArgumentError when the shape is another, or a number is not finite in Float32.
 */
export function expectVectors(caller: string, vectors: unknown, count: number, dimension: number): Float32Array {
  expectShape(caller, "vectors", vectors, [count, dimension]);
  const numbers = new Float32Array(count * dimension);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < dimension; j++) numbers[i * dimension + j] = finite(caller, `vectors[${i}]`, vectors.get(i, j));
  return numbers;
}

/** As {@link expectVectors}, of the one vector [dimension] of a query. */
export function expectVector(caller: string, query: unknown, dimension: number): Float32Array {
  expectShape(caller, "query", query, [dimension]);
  return Float32Array.from({ length: dimension }, (_, j) => finite(caller, "query", query.get(j)));
}

function expectShape(
  caller: string,
  argument: string,
  value: unknown,
  shape: readonly number[],
): asserts value is Tensor {
  if (!isTensor(value)) throw new ArgumentError(caller, argument, describe(value), "a tensor");
  if (value.shape.join() !== shape.join())
    throw new ArgumentError(caller, argument, `shape [${value.shape.join(", ")}]`, `shape [${shape.join(", ")}]`);
}

function finite(caller: string, argument: string, value: number): number {
  if (!Number.isFinite(Math.fround(value)))
    throw new ArgumentError(caller, argument, `number ${value}`, "finite numbers, also as Float32");
  return value;
}
