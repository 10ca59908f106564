import { expectInteger, expectOptions } from "../tensor/argument-error.ts";
import { allocate, type DType, expectDType, type Tensor, wrap } from "../tensor/tensor.ts";

/** Where the queries stand among the keys, and the dtype of the bias. */
export interface AlibiOptions {
  /** The position of the first query: query i stands at i + offset. */
  readonly offset?: number;
  readonly dtype?: DType;
}

/**
 * ALiBi, attention with linear biases: −slopeₕ · |i + offset − j| for head h, query i and key j. A `bias` of attention.
 *
 * Slopes fall geometrically, 2^(−8/H), 2^(−16/H), … for H heads. When H is not a power of two, those of the next lower
 * power P come first, then every second one of those for 2P.
 *
 * Press, Smith & Lewis 2022, "Train Short, Test Long", §3; the slopes for other H are those of its published code.
 *
 * @example
 * ```ts
 * toArray(ops.multiply(256, positions.alibi(1, 2, 3))); // [[[0, -1, -2], [-1, 0, -1]]]
 * ```
 *
 * @returns [heads, n, m]
 * @throws ArgumentError when a length is not a whole number above 0, or an option is unknown or not one.
 */
export function alibi(heads: number, n: number, m: number, options: AlibiOptions = {}): Tensor {
  expectInteger("positions.alibi", "heads", heads, 1);
  expectInteger("positions.alibi", "n", n, 1);
  expectInteger("positions.alibi", "m", m, 1);
  expectOptions("positions.alibi", options, ["offset", "dtype"]);
  const { offset = 0, dtype = "float64" } = options;
  expectInteger("positions.alibi", "offset", offset, Number.MIN_SAFE_INTEGER);
  expectDType("positions.alibi", dtype);
  const out = allocate(heads * n * m, dtype);
  slopes(heads).forEach((slope, h) => {
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < m; j++) out[(h * n + i) * m + j] = -slope * Math.abs(i + offset - j);
    }
  });
  return wrap(out, [heads, n, m]);
}

function slopes(heads: number): number[] {
  const power = 2 ** Math.floor(Math.log2(heads));
  const geometric = (count: number, of: number): number[] =>
    Array.from({ length: count }, (_, h) => 2 ** ((-8 * (h + 1)) / of));
  const between = geometric(2 * power, 2 * power).filter((_, h) => h % 2 === 0);
  return [...geometric(power, power), ...between.slice(0, heads - power)];
}
