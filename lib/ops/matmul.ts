import { operation } from "../autodiff/operation.ts";
import type { Value } from "../autodiff/variable.ts";
import { elements } from "../tensor/elements.ts";
import { matrixNumbers } from "../tensor/matrix-numbers.ts";
import { shapes } from "../tensor/shapes.ts";
import { allocate, dtypeOf, type Floats, sizeOf, type Tensor, wrap } from "../tensor/tensor.ts";
import { sumTo } from "./broadcast-to.ts";
import { transpose } from "./reshape.ts";

/** Do zeros of `a` absorb: is 0 · NaN = 0 · ∞ = 0? */
interface Zeros {
  readonly absorb: boolean;
}

const apply = operation<Zeros>({
  forward([a, b], zeros) {
    const { n, k, m, lead } = shapes("ops.matmul", { a: [a, "… n k"], b: [b, "… k m"] });
    const x = elements(a);
    // Rows of bᵀ, so that both factors of every inner product lie in sequence.
    const y = elements(transpose(b));
    const multiplyOne = zeros.absorb && !y.every(Number.isFinite) ? skipZeros : innerProducts;
    const out = allocate(sizeOf(lead) * n * m, dtypeOf(a));
    const [xs, ys] = [matrixNumbers(a, lead), matrixNumbers(b, lead)];
    for (let batch = 0; batch < xs.length; batch++) {
      const [i, j] = [xs[batch], ys[batch]];
      multiplyOne(
        x.subarray(i * n * k, (i + 1) * n * k),
        y.subarray(j * k * m, (j + 1) * k * m),
        out.subarray(batch * n * m, (batch + 1) * n * m),
        k,
      );
    }
    return wrap(out, [...lead, n, m]);
  },
  // C = A·B: Ā = C̄·Bᵀ and B̄ = Aᵀ·C̄ = (C̄ᵀ·A)ᵀ. A cotangent of 0 passes nothing on, whatever the other factor holds.
  backward(cotangent, index, [a, b]) {
    if (index === 0) return sumTo(absorbing(cotangent, transpose<Value>(b)), a.shape);
    return sumTo(transpose<Value>(absorbing(transpose<Value>(cotangent), a)), b.shape);
  },
});

/**
 * The matrix product a·b over the last two axes; leading axes broadcast.
 *
 * @example
 * ```ts
 * toArray(ops.matmul(tensor([[1, 2], [3, 4]]), tensor([[10], [100]]))); // [[210], [430]]
 * ```
 *
 * @param a […, n, k]
 * @param b […, k, m]
 * @returns […, n, m]
 * @throws ArgumentError when inner lengths differ, leading axes do not broadcast, or dtypes differ.
 */
export function matmul(a: Tensor, b: Tensor): Tensor;
export function matmul<T extends Value>(a: Tensor, b: T | Tensor): T;
export function matmul<T extends Value>(a: T | Tensor, b: T | Tensor): T;
export function matmul(a: Value, b: Value): Value {
  shapes("ops.matmul", { a: [a, "… n k"], b: [b, "… k m"] });
  return apply([a, b], { absorb: false });
}

/** `matmul` in which zeros of `a` absorb: 0 · NaN = 0 · ∞ = 0, so that what has weight 0 has no influence. */
export function absorbing(a: Value, b: Value): Value {
  return apply([a, b], { absorb: true });
}

// out[i, j] = Σ x[i, ·] · y[j, ·]. Four columns at a time share the loads of x; sums are kept in double precision.
function innerProducts(x: Floats, y: Floats, out: Floats, k: number): void {
  const n = x.length / k;
  const m = y.length / k;
  for (let i = 0; i < n; i++) {
    const row = i * k;
    let j = 0;
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

function skipZeros(x: Floats, y: Floats, out: Floats, k: number): void {
  const n = x.length / k;
  const m = y.length / k;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) if (x[i * k + p] !== 0) sum += x[i * k + p] * y[j * k + p];
      out[i * m + j] = sum;
    }
  }
}
