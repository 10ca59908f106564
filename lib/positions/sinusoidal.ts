import { expectInteger, expectOptions, expectPositive } from "../tensor/argument-error.ts";
import { type DType, expectDType, type Tensor, tensor } from "../tensor/tensor.ts";

/**
 * Sinusoidal position encodings: row p holds sin(p·ωᵢ) and cos(p·ωᵢ) side by side, with ωᵢ = base^(−2i/d).
 *
 * For even d, the encoding of p + r is that of p, rotated by what depends on r alone. Added to the tokens' vectors.
 *
 * Vaswani et al. 2017, "Attention Is All You Need", §3.5.
 *
 * @example
 * ```ts
 * toArray(positions.sinusoidal(2, 2)); // [[0, 1], [Math.sin(1), Math.cos(1)]]
 * ```
 *
 * @returns [n, d]
 * @throws ArgumentError when n or d is not a whole number above 0, offset is not one, base is not above 0, or an option
 * is unknown.
 */
export function sinusoidal(n: number, d: number, options: SinusoidalOptions = {}): Tensor {
  expectInteger("positions.sinusoidal", "n", n, 1);
  expectInteger("positions.sinusoidal", "d", d, 1);
  expectOptions("positions.sinusoidal", options, ["base", "offset", "dtype"]);
  const { base = 10000, offset = 0, dtype = "float64" } = options;
  expectPositive("positions.sinusoidal", "base", base);
  expectInteger("positions.sinusoidal", "offset", offset, Number.MIN_SAFE_INTEGER);
  expectDType("positions.sinusoidal", dtype);
  const row = (p: number): number[] =>
    Array.from({ length: d }, (_, c) => {
      const angle = p * base ** ((-2 * Math.floor(c / 2)) / d);
      return c % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
    });
  return tensor(
    Array.from({ length: n }, (_, p) => row(p + offset)),
    [n, d],
    dtype,
  );
}

/** How fast the slowest component turns, where the first row stands, and the dtype of the encodings. */
export interface SinusoidalOptions {
  readonly base?: number;
  /** The position of the first row; by default 0. */
  readonly offset?: number;
  readonly dtype?: DType;
}
