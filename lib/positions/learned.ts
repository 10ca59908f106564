import type { Value } from "../autodiff/variable.ts";
import { expectRows, take } from "../ops/take.ts";
import { shapes } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";

/**
 * Learned position encodings: row p of a table of parameters for each position p. Added to the tokens' vectors.
 *
 * Gehring et al. 2017, "Convolutional Sequence to Sequence Learning", §3.1.
 *
 * @example
 * ```ts
 * toArray(positions.learned(tensor([[1, 2], [3, 4]]), [1, 0])); // [[3, 4], [1, 2]]
 * ```
 *
 * @param table [positions, d]
 * @param positions of the n tokens; each is a row of the table
 * @returns [n, d]
 * @throws ArgumentError when the table is not a matrix, or a position is not a row of it.
 */
export function learned(table: Tensor, positions: readonly number[]): Tensor;
export function learned<T extends Value>(table: T | Tensor, positions: readonly number[]): T;
export function learned(table: Value, positions: readonly number[]): Value {
  const { positions: rows } = shapes("positions.learned", { table: [table, "positions d"] });
  expectRows("positions.learned", "positions", positions, rows, "table");
  return take<Value>(table, positions);
}
