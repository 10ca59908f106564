import type { Floats } from "../tensor/tensor.ts";

/** out[i, j] = Σ x[i, ·]·y[j, ·] for rows of k numbers. Sums are kept in double precision, whatever the memory. */
export function innerProducts(x: Floats, y: Floats, out: Floats, k: number): void {
  const n = x.length / k;
  const m = y.length / k;
  for (let i = 0; i < n; i++) {
    const row = i * k;
    let j = 0;
    // Four columns at a time share the loads of x.
    for (; j + 4 <= m; j += 4) {
      const [b0, b1, b2, b3] = [j * k, (j + 1) * k, (j + 2) * k, (j + 3) * k];
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      for (let p = 0; p < k; p++) {
        const value = x[row + p];
        s0 += value * y[b0 + p];
        s1 += value * y[b1 + p];
        s2 += value * y[b2 + p];
        s3 += value * y[b3 + p];
      }
      out[i * m + j] = s0;
      out[i * m + j + 1] = s1;
      out[i * m + j + 2] = s2;
      out[i * m + j + 3] = s3;
    }
    for (; j < m; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) sum += x[row + p] * y[j * k + p];
      out[i * m + j] = sum;
    }
  }
}

/**
 * `innerProducts` of few rows with the columns of y, [k, m] as it lies: to turn y around would cost more than the product.
 * Every sum runs over its terms in the same order, so the result has the same bits.
 */
export function rowProducts(x: Floats, y: Floats, out: Floats, k: number): void {
  const n = x.length / k;
  const m = y.length / k;
  const sums = new Float64Array(m);
  for (let i = 0; i < n; i++) {
    sums.fill(0);
    for (let p = 0; p < k; p++) {
      const value = x[i * k + p];
      for (let j = 0; j < m; j++) sums[j] += value * y[p * m + j];
    }
    out.set(sums, i * m);
  }
}

/** `innerProducts` in which zeros of x absorb what they meet, and, for `both`, those of y. */
export function absorbingInnerProducts(x: Floats, y: Floats, out: Floats, k: number, both: boolean): void {
  const n = x.length / k;
  const m = y.length / k;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++)
        if (x[i * k + p] !== 0 && !(both && y[j * k + p] === 0)) sum += x[i * k + p] * y[j * k + p];
      out[i * m + j] = sum;
    }
  }
}
