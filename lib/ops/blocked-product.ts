import type { Floats } from "../tensor/tensor.ts";

/** Rows and columns of the tile of sums that stays in registers. */
const side = 4;

/** As many numbers of y as stay in the cache while all of x passes by. */
const cached = 32_768;

/** Is every number of an [n, k] by [k, m] product used often enough to pay for packing it? Measured. */
export function worthBlocking(n: number, k: number, m: number): boolean {
  return k >= 4 && n * m >= 10 * (n + m);
}

/**
 * `innerProducts` for large matrices: out[i, j] = Σ x[i, ·]·y[j, ·] for rows of k numbers.
 *
 * Both factors are packed into panels of four rows, so that a tile of 4×4 sums reads two short streams of memory. Every
 * sum runs over its terms in order, so the result has the very bits of `innerProducts`.
 */
export function blockedProduct(x: Floats, y: Floats, out: Floats, k: number): void {
  const [n, m] = [x.length / k, y.length / k];
  const [rows, columns] = [packPanels(x, n, k), packPanels(y, m, k)];
  const block = Math.max(1, Math.floor(cached / (side * k))) * side;
  const tile = new Float64Array(side * side);
  for (let start = 0; start < m; start += block) {
    const end = Math.min(start + block, m);
    for (let i = 0; i < n; i += side) {
      for (let j = start; j < end; j += side) {
        sumTile(rows, i * k, columns, j * k, k, tile);
        writeTile(tile, out, i, j, n, m);
      }
    }
  }
}

/** Panels [⌈n/4⌉, k, 4] of the rows of x; the last is filled up with zeros. */
function packPanels(x: Floats, n: number, k: number): Float64Array {
  const panels = new Float64Array(Math.ceil(n / side) * side * k);
  for (let i = 0; i < n; i++) {
    const start = (i - (i % side)) * k + (i % side);
    for (let p = 0; p < k; p++) panels[start + p * side] = x[i * k + p];
  }
  return panels;
}

/** tile[i, j] = Σₚ a[p, i]·b[p, j] for the panels at these places. */
function sumTile(as: Float64Array, ia: number, bs: Float64Array, ib: number, k: number, tile: Float64Array): void {
  let [s00, s01, s02, s03, s10, s11, s12, s13] = [0, 0, 0, 0, 0, 0, 0, 0];
  let [s20, s21, s22, s23, s30, s31, s32, s33] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (const end = ia + side * k; ia < end; ia += side, ib += side) {
    const b0 = bs[ib];
    const b1 = bs[ib + 1];
    const b2 = bs[ib + 2];
    const b3 = bs[ib + 3];
    const a0 = as[ia];
    s00 += a0 * b0;
    s01 += a0 * b1;
    s02 += a0 * b2;
    s03 += a0 * b3;
    const a1 = as[ia + 1];
    s10 += a1 * b0;
    s11 += a1 * b1;
    s12 += a1 * b2;
    s13 += a1 * b3;
    const a2 = as[ia + 2];
    s20 += a2 * b0;
    s21 += a2 * b1;
    s22 += a2 * b2;
    s23 += a2 * b3;
    const a3 = as[ia + 3];
    s30 += a3 * b0;
    s31 += a3 * b1;
    s32 += a3 * b2;
    s33 += a3 * b3;
  }
  tile[0] = s00;
  tile[1] = s01;
  tile[2] = s02;
  tile[3] = s03;
  tile[4] = s10;
  tile[5] = s11;
  tile[6] = s12;
  tile[7] = s13;
  tile[8] = s20;
  tile[9] = s21;
  tile[10] = s22;
  tile[11] = s23;
  tile[12] = s30;
  tile[13] = s31;
  tile[14] = s32;
  tile[15] = s33;
}

/** Writes what of a tile lies inside out [n, m]. */
function writeTile(tile: Float64Array, out: Floats, i: number, j: number, n: number, m: number): void {
  const [height, width] = [Math.min(side, n - i), Math.min(side, m - j)];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) out[(i + row) * m + j + column] = tile[row * side + column];
  }
}
