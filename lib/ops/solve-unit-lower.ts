import { operation } from "../autodiff/operation.ts";
import type { Value } from "../autodiff/variable.ts";
import { elements } from "../tensor/elements.ts";
import { matrixNumbers } from "../tensor/matrix-numbers.ts";
import { shapes } from "../tensor/shapes.ts";
import { allocate, dtypeOf, sizeOf, wrap } from "../tensor/tensor.ts";
import { sumTo } from "./broadcast-to.ts";
import { negate } from "./elementwise.ts";
import { lowerTriangle } from "./lower-triangle.ts";
import { matmul } from "./matmul.ts";
import { transpose } from "./reshape.ts";
import { where } from "./where.ts";

const apply = operation<{ readonly transposed: boolean }>({
  forward([lower, b], { transposed }) {
    const { n, m, lead } = shapes("solveUnitLower", { lower: [lower, "… n n"], b: [b, "… n m"] });
    const [L, B] = [elements(lower), elements(b)];
    const [matrices, rights] = [matrixNumbers(lower, lead), matrixNumbers(b, lead)];
    const out = allocate(sizeOf(lead) * n * m, dtypeOf(lower));
    for (let batch = 0; batch < matrices.length; batch++) {
      const [matrix, right, x] = [matrices[batch] * n * n, rights[batch] * n * m, batch * n * m];
      // From the first row down, or, transposed, from the last row up: what a row needs is solved before it.
      for (let step = 0; step < n; step++) {
        const i = transposed ? n - 1 - step : step;
        for (let c = 0; c < m; c++) out[x + i * m + c] = B[right + i * m + c];
        for (let before = 0; before < step; before++) {
          const j = transposed ? n - 1 - before : before;
          const factor = transposed ? L[matrix + j * n + i] : L[matrix + i * n + j];
          for (let c = 0; c < m; c++) out[x + i * m + c] -= factor * out[x + j * m + c];
        }
      }
    }
    return wrap(out, [...lead, n, m]);
  },
  // X = (I + L)⁻¹B: B̄ = (I + L)⁻ᵀX̄ and L̄ = −B̄·Xᵀ, of which only the part below the diagonal counts.
  backward(cotangent, index, [lower, b], x, { transposed }): Value {
    const solved = apply([lower, cotangent], { transposed: !transposed });
    if (index === 1) return sumTo(solved, b.shape);
    const [left, right] = transposed ? [x, solved] : [solved, x];
    const product = matmul<Value>(left, transpose<Value>(right));
    return sumTo(
      where<Value>(
        lowerTriangle(product.shape[product.shape.length - 1], { diagonal: false }),
        negate<Value>(product),
        0,
      ),
      lower.shape,
    );
  },
});

/**
 * The solution X of (I + L)·X = B by forward substitution, where L counts below its diagonal only.
 *
 * @param lower […, n, n]
 * @param b […, n, m]
 * @returns […, n, m]
 */
export function solveUnitLower(lower: Value, b: Value): Value {
  return apply([lower, b], { transposed: false });
}
