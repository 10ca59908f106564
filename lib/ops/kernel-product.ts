import { elements, isDense } from "../tensor/elements.ts";
import { matrixNumbers } from "../tensor/matrix-numbers.ts";
import { type Floats, sizeOf, type Tensor } from "../tensor/tensor.ts";
import type { Kernels } from "../wasm/kernels.ts";
import { transpose } from "./reshape.ts";

/** Products of stacks of matrices a […, n, k] and b […, k, m] whose leading axes broadcast to `lead`. */
export interface ProductShape {
  readonly n: number;
  readonly k: number;
  readonly m: number;
  readonly lead: readonly number[];
}

/** Whose zeros absorb what they meet: for which factor is 0 · NaN = 0 · ∞ = 0? */
export type Absorbing = "none" | "first" | "both";

/** Do the kernels gain more, in `count` products of [n][k] and [k][m], than copying to and from their memory takes? Measured. */
export function worthKernels(count: number, n: number, k: number, m: number): boolean {
  return count * n * k * m >= 4096 && n > 1 && m > 1;
}

/** More numbers than this, 1 GiB of them, are not copied into the kernels' memory at once. */
export const mostNumbers: number = 2 ** 28;

/** Numbers of the block of rows that a task keeps in the cache. */
const cached = 32_768;

/** Rows of length k that a task multiplies: whole tiles, of 4 rows and of 6. */
export function rowsOfTask(k: number): number {
  return Math.max(1, Math.min(8, Math.floor(cached / k / 12))) * 12;
}

/** A product by the kernels, with sums in single precision; `undefined` where they gain nothing, or would be wrong. */
export function kernelProduct(
  kernels: Kernels,
  a: Tensor,
  b: Tensor,
  shape: ProductShape,
  absorbing: Absorbing,
): Floats | undefined {
  const { k, m } = shape;
  const [x, y] = [stored(a), stored(b)];
  // One matrix b for all: the rows of every a are rows of one long matrix.
  const merged = b.shape.length === 2 && x.row === k;
  const [rows, lead] = merged ? [sizeOf(shape.lead) * shape.n, []] : [shape.n, shape.lead];
  const count = sizeOf(lead);
  if (!worthKernels(count, rows, k, m)) return undefined;

  const panels = Math.ceil(m / 8);
  const matrices = sizeOf(b.shape.slice(0, -2));
  const block = rowsOfTask(k);
  const scratchCount = kernels.exports.multiplyScratch(block, k);
  const counts = [16, count, count, x.data.length, y.data.length, matrices * panels * 8 * k, count * rows * m];
  const wanted = [...counts, kernels.threads * scratchCount];
  if (wanted.reduce((total, one) => total + one, 0) > mostNumbers) return undefined;
  const room = kernels.room(...wanted) as [number, number, number, number, number, number, number, number];
  const [job, xNumbers, yNumbers, xs, ys, packed, out, scratch] = room;
  kernels.floats(xs, x.data.length).set(x.data);
  kernels.floats(ys, y.data.length).set(y.data);
  // Else an infinity or NaN could meet a zero that absorbs it.
  if (absorbing !== "none" && !kernels.exports.isFinite(ys, y.data.length)) return undefined;
  if (absorbing === "both" && !kernels.exports.isFinite(xs, x.data.length)) return undefined;
  kernels.integers(xNumbers, count).set(merged ? [0] : matrixNumbers(a, lead));
  kernels.integers(yNumbers, count).set(merged ? [0] : matrixNumbers(b, lead));
  const steps = [x.row, x.column, y.row, y.column].map((numbers) => numbers * 4);
  kernels.job(job, [xs, ys, packed, out, xNumbers, yNumbers, rows, k, m, block, ...steps]);
  kernels.run("packColumns", job, matrices * panels);
  kernels.run("multiply", job, count * Math.ceil(rows / block), scratch, scratchCount);
  return kernels.floats(out, count * rows * m).slice();
}

/** Matrices as they lie in memory, row by row or column by column: numbers from one row, and one column, to the next. */
interface Stored {
  readonly data: Floats;
  readonly row: number;
  readonly column: number;
}

function stored(x: Tensor): Stored {
  const [height, width] = x.shape.slice(-2);
  const turned = transpose(x);
  if (!isDense(x) && isDense(turned)) return { data: elements(turned), row: 1, column: height };
  return { data: elements(x), row: width, column: 1 };
}
