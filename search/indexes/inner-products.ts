/**
 * The inner product of each row of numbers with a query, into `out`.
 *
 * One query reads every number once, so that memory sets the pace: there is nothing for a kernel to gain. Four sums at a
 * time keep the processor from waiting for the one before.
 */
export function innerProducts(rows: Float32Array | Int8Array, query: Float32Array, out: Float32Array): void {
  const width = query.length;
  const whole = width - (width % 4);
  for (let i = 0, row = 0; i < out.length; i++, row += width) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let j = 0; j < whole; j += 4) {
      a += rows[row + j]! * query[j]!;
      b += rows[row + j + 1]! * query[j + 1]!;
      c += rows[row + j + 2]! * query[j + 2]!;
      d += rows[row + j + 3]! * query[j + 3]!;
    }
    for (let j = whole; j < width; j++) a += rows[row + j]! * query[j]!;
    out[i] = a + b + (c + d);
  }
}
