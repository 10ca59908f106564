import { uniform } from "../seeded.ts";

/** One attention problem in Float32, without a batch: q, k, v and the cotangent of the output are [H, N, D]. */
export interface Problem {
  readonly heads: number;
  readonly length: number;
  readonly width: number;
  readonly causal: boolean;
  readonly q: Float32Array;
  readonly k: Float32Array;
  readonly v: Float32Array;
  readonly cotangent: () => Float32Array;
}

export const [heads, width] = [8, 64] as const;

/** The same numbers for the same length. */
export function problemOf(length: number, causal: boolean): Problem {
  const draw = (seed: number): Float32Array => uniform(seed, heads * length * width);
  return { heads, length, width, causal, q: draw(1), k: draw(2), v: draw(3), cotangent: () => draw(4) };
}

/** Multiplications and additions of a forward pass, of which a causal one does half; what softmax takes is left out. */
export function operationsOf({ heads, length, width, causal }: Problem): number {
  return (4 * heads * length ** 2 * width) / (causal ? 2 : 1);
}

/** [H, N, D] ↔ [N, H, D]: exchanges the first two axes of [rows, columns, width]. */
export function exchange(x: ArrayLike<number>, rows: number, columns: number, width: number): Float32Array {
  const out = new Float32Array(rows * columns * width);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < columns; j++) {
      for (let d = 0; d < width; d++) out[(j * rows + i) * width + d] = x[(i * columns + j) * width + d]!;
    }
  }
  return out;
}
