// Products of small matrices whose result stays in registers: rows × 8 numbers. TILE_ROWS is set by the build.
import { QUERIES } from "./attention-job";
import { multiplyAdd } from "./lanes";

/**
 * C[r][0 … 7] = Σₖ A[k][r] · B[k][0 … 7] for 4 rows r, added to what C holds if `accumulate`.
 *
 * A[k] is at a + k·aStep bytes, its rows together, B[k] at b + k·bStep, C[r] at c + r·cRow. One k an iteration, on
 * purpose: unrolled by hand, V8 orders the sums of a row one after the other, and spills registers.
 */
// @ts-ignore: decorator
@inline
export function tile4(
  a: usize, aStep: usize, b: usize, bStep: usize, depth: i32, c: usize, cRow: usize, accumulate: bool,
): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
  if (accumulate) {
    c00 = v128.load(c);
    c01 = v128.load(c, 16);
    c10 = v128.load(c + cRow);
    c11 = v128.load(c + cRow, 16);
    c20 = v128.load(c + 2 * cRow);
    c21 = v128.load(c + 2 * cRow, 16);
    c30 = v128.load(c + 3 * cRow);
    c31 = v128.load(c + 3 * cRow, 16);
  }
  for (const end = b + <usize>depth * bStep; b != end; b += bStep, a += aStep) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = multiplyAdd(x, b0, c00);
    c01 = multiplyAdd(x, b1, c01);
    x = v128.load32_splat(a, 4);
    c10 = multiplyAdd(x, b0, c10);
    c11 = multiplyAdd(x, b1, c11);
    x = v128.load32_splat(a, 8);
    c20 = multiplyAdd(x, b0, c20);
    c21 = multiplyAdd(x, b1, c21);
    x = v128.load32_splat(a, 12);
    c30 = multiplyAdd(x, b0, c30);
    c31 = multiplyAdd(x, b1, c31);
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c + cRow, c10);
  v128.store(c + cRow, c11, 16);
  v128.store(c + 2 * cRow, c20);
  v128.store(c + 2 * cRow, c21, 16);
  v128.store(c + 3 * cRow, c30);
  v128.store(c + 3 * cRow, c31, 16);
}

/** `tile4` for 6 rows: 12 sums, which with fused multiply–add still leave room for the factors. */
// @ts-ignore: decorator
@inline
export function tile6(
  a: usize, aStep: usize, b: usize, bStep: usize, depth: i32, c: usize, cRow: usize, accumulate: bool,
): void {
  let c00 = f32x4.splat(0), c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00;
  let c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00;
  if (accumulate) {
    c00 = v128.load(c);
    c01 = v128.load(c, 16);
    c10 = v128.load(c + cRow);
    c11 = v128.load(c + cRow, 16);
    c20 = v128.load(c + 2 * cRow);
    c21 = v128.load(c + 2 * cRow, 16);
    c30 = v128.load(c + 3 * cRow);
    c31 = v128.load(c + 3 * cRow, 16);
    c40 = v128.load(c + 4 * cRow);
    c41 = v128.load(c + 4 * cRow, 16);
    c50 = v128.load(c + 5 * cRow);
    c51 = v128.load(c + 5 * cRow, 16);
  }
  for (const end = b + <usize>depth * bStep; b != end; b += bStep, a += aStep) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = multiplyAdd(x, b0, c00);
    c01 = multiplyAdd(x, b1, c01);
    x = v128.load32_splat(a, 4);
    c10 = multiplyAdd(x, b0, c10);
    c11 = multiplyAdd(x, b1, c11);
    x = v128.load32_splat(a, 8);
    c20 = multiplyAdd(x, b0, c20);
    c21 = multiplyAdd(x, b1, c21);
    x = v128.load32_splat(a, 12);
    c30 = multiplyAdd(x, b0, c30);
    c31 = multiplyAdd(x, b1, c31);
    x = v128.load32_splat(a, 16);
    c40 = multiplyAdd(x, b0, c40);
    c41 = multiplyAdd(x, b1, c41);
    x = v128.load32_splat(a, 20);
    c50 = multiplyAdd(x, b0, c50);
    c51 = multiplyAdd(x, b1, c51);
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c + cRow, c10);
  v128.store(c + cRow, c11, 16);
  v128.store(c + 2 * cRow, c20);
  v128.store(c + 2 * cRow, c21, 16);
  v128.store(c + 3 * cRow, c30);
  v128.store(c + 3 * cRow, c31, 16);
  v128.store(c + 4 * cRow, c40);
  v128.store(c + 4 * cRow, c41, 16);
  v128.store(c + 5 * cRow, c50);
  v128.store(c + 5 * cRow, c51, 16);
}

/** The tile of this build: TILE_ROWS rows. */
// @ts-ignore: decorator
@inline
export function tile(
  a: usize, aStep: usize, b: usize, bStep: usize, depth: i32, c: usize, cRow: usize, accumulate: bool,
): void {
  if (TILE_ROWS == 6) tile6(a, aStep, b, bStep, depth, c, cRow, accumulate);
  else tile4(a, aStep, b, bStep, depth, c, cRow, accumulate);
}

/** The tile of this build for panels [depth][TILE_ROWS] and [depth][8]. */
export function multiplyTile(a: usize, b: usize, depth: i32, c: usize, cRow: usize): void {
  tile(a, TILE_ROWS * 4, b, 32, depth, c, cRow, false);
}

/**
 * C[r][0 … 7] += Σₖ A[k][r] · B[k][0 … 7] for any number of rows, those of A[k] lying together. Up to 5 rows more are
 * computed than asked for.
 */
// @ts-ignore: decorator
@inline
export function addProduct(a: usize, aStep: usize, b: usize, bStep: usize, depth: i32, c: usize, rows: i32): void {
  let row = 0;
  if (TILE_ROWS == 6) {
    // Rows left over fit tiles of 4 better: 64 = 10·6 + 4, 8 = 4 + 4.
    for (; rows - row >= 6 && rows - row != 8; row += 6) {
      tile6(a + (<usize>row << 2), aStep, b, bStep, depth, c + (<usize>row << 5), 32, true);
    }
  }
  for (; row < rows; row += 4) tile4(a + (<usize>row << 2), aStep, b, bStep, depth, c + (<usize>row << 5), 32, true);
}

/**
 * C[r][0 … 7] += Σₖ A[r][k] · B[k][0 … 7] for 4 rows r, of which each A[r] lies in sequence, QUERIES numbers apart from
 * the next.
 */
// @ts-ignore: decorator
@inline
export function tileAcross(a: usize, b: usize, bStep: usize, depth: i32, c: usize, cRow: usize): void {
  let c00 = v128.load(c), c01 = v128.load(c, 16);
  let c10 = v128.load(c + cRow), c11 = v128.load(c + cRow, 16);
  let c20 = v128.load(c + 2 * cRow), c21 = v128.load(c + 2 * cRow, 16);
  let c30 = v128.load(c + 3 * cRow), c31 = v128.load(c + 3 * cRow, 16);
  for (const end = b + <usize>depth * bStep; b != end; b += bStep, a += 4) {
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let x = v128.load32_splat(a);
    c00 = multiplyAdd(x, b0, c00);
    c01 = multiplyAdd(x, b1, c01);
    x = v128.load32_splat(a, QUERIES * 4);
    c10 = multiplyAdd(x, b0, c10);
    c11 = multiplyAdd(x, b1, c11);
    x = v128.load32_splat(a, QUERIES * 8);
    c20 = multiplyAdd(x, b0, c20);
    c21 = multiplyAdd(x, b1, c21);
    x = v128.load32_splat(a, QUERIES * 12);
    c30 = multiplyAdd(x, b0, c30);
    c31 = multiplyAdd(x, b1, c31);
  }
  v128.store(c, c00);
  v128.store(c, c01, 16);
  v128.store(c + cRow, c10);
  v128.store(c + cRow, c11, 16);
  v128.store(c + 2 * cRow, c20);
  v128.store(c + 2 * cRow, c21, 16);
  v128.store(c + 3 * cRow, c30);
  v128.store(c + 3 * cRow, c31, 16);
}
