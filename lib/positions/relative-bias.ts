import type { Value } from "../autodiff/variable.ts";
import { reshape, take, transpose } from "../ops/index.ts";
import { ArgumentError, expectInteger, expectOptions } from "../tensor/argument-error.ts";
import { shapes } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";

/**
 * A learned bias for each relative position: table[h, clip(j − i − offset, −R, R) + R] for head h, query i and key j.
 * A `bias` of attention.
 *
 * Shaw, Uszkoreit & Vaswani 2018, "Self-Attention with Relative Position Representations", §3.2 (the clipping);
 * Raffel et al. 2020, §2.1 (one number for each head and distance).
 *
 * @example
 * ```ts
 * toArray(positions.relativeBias(tensor([[-1, 0, 5]]), 2, 3)); // [[[0, 5, 5], [-1, 0, 5]]]
 * ```
 *
 * @param table [heads, 2R + 1] parameters, for the distances −R … R
 * @returns [heads, n, m]
 * @throws ArgumentError when the table has not an odd number of columns, or n, m or offset is not a whole number.
 */
export function relativeBias(table: Tensor, n: number, m: number, options?: RelativeBiasOptions): Tensor;
export function relativeBias<T extends Value>(
  table: T | Tensor,
  n: number,
  m: number,
  options?: RelativeBiasOptions,
): T;
export function relativeBias(table: Value, n: number, m: number, options: RelativeBiasOptions = {}): Value {
  const { heads, distances } = shapes("positions.relativeBias", { table: [table, "heads distances"] });
  if (distances % 2 === 0) {
    throw new ArgumentError("positions.relativeBias", "table", `${distances} columns`, "an odd number, 2R + 1");
  }
  expectInteger("positions.relativeBias", "n", n, 1);
  expectInteger("positions.relativeBias", "m", m, 1);
  expectOptions("positions.relativeBias", options, ["offset"]);
  const { offset = 0 } = options;
  expectInteger("positions.relativeBias", "offset", offset, Number.MIN_SAFE_INTEGER);
  const R = (distances - 1) / 2;
  const columns = Array.from({ length: n * m }, (_, at) => {
    const distance = (at % m) - Math.floor(at / m) - offset;
    return Math.min(Math.max(distance, -R), R) + R;
  });
  return reshape<Value>(transpose<Value>(take<Value>(transpose<Value>(table), columns)), [heads, n, m]);
}

/** Where the queries stand among the keys: query i at i + offset. */
export interface RelativeBiasOptions {
  readonly offset?: number;
}
