import { operation } from "../autodiff/operation.ts";
import type { Value } from "../autodiff/variable.ts";
import { elements, isDense } from "../tensor/elements.ts";
import { matrixNumbers } from "../tensor/matrix-numbers.ts";
import { shapes } from "../tensor/shapes.ts";
import { allocate, dtypeOf, type Floats, sizeOf, type Tensor, wrap } from "../tensor/tensor.ts";
import { kernels } from "../wasm/backend.ts";
import { blockedProduct, worthBlocking } from "./blocked-product.ts";
import { sumTo } from "./broadcast-to.ts";
import { absorbingInnerProducts, innerProducts, rowProducts } from "./inner-products.ts";
import { type Absorbing, kernelProduct } from "./kernel-product.ts";
import { reshape, transpose } from "./reshape.ts";

interface Zeros {
  readonly absorb: Absorbing;
}

/** So many rows do not pay for turning b around. Measured. */
const few = 4;

const apply = operation<Zeros>({
  forward([a, b], { absorb }) {
    const { n, k, m, lead } = shapes("ops.matmul", { a: [a, "… n k"], b: [b, "… k m"] });
    const active = dtypeOf(a) === "float32" ? kernels() : undefined;
    const fast = active && kernelProduct(active, a, b, { n, k, m, lead }, absorb);
    if (fast !== undefined) return wrap(fast, [...lead, n, m]);
    const x = elements(a);
    // One matrix b for all: the rows of every a are rows of one long matrix.
    const merged = b.shape.length === 2;
    const rows = merged ? sizeOf(lead) * n : n;
    const asItLies = absorb === "none" && rows <= few && isDense(b);
    // Else rows of bᵀ, so that both factors of every inner product lie in sequence.
    const y = elements(asItLies ? b : transpose(b));
    const [xs, ys] = merged ? [[0], [0]] : [matrixNumbers(a, lead), matrixNumbers(b, lead)];
    const plain = asItLies ? rowProducts : worthBlocking(rows, k, m) ? blockedProduct : innerProducts;
    const absorbingOne: typeof plain = (...factors) => absorbingInnerProducts(...factors, absorb === "both");
    const spoilt = (absorb !== "none" && !allFinite(y)) || (absorb === "both" && !allFinite(x));
    const multiplyOne = spoilt ? absorbingOne : plain;
    const out = allocate(sizeOf(lead) * n * m, dtypeOf(a));
    for (let batch = 0; batch < xs.length; batch++) {
      const [from, by] = [matrixOf(x, xs[batch], rows * k), matrixOf(y, ys[batch], k * m)];
      multiplyOne(from, by, matrixOf(out, batch, rows * m), k);
    }
    return wrap(out, [...lead, n, m]);
  },
  // C = A·B: Ā = C̄·Bᵀ and B̄ = Aᵀ·C̄ = (C̄ᵀ·A)ᵀ. What is 0, cotangent or factor, passes nothing on, whatever it
  // meets: so gradients of gradients, too, are free of what has no influence.
  backward(cotangent, index, [a, b]) {
    const product = (x: Value, y: Value): Value => apply([x, y], { absorb: "both" });
    if (index === 0) return sumTo(product(cotangent, transpose<Value>(b)), a.shape);
    return sumTo(transpose<Value>(product(transpose<Value>(cotangent), a)), b.shape);
  },
});

/** Matrix number i of a stack, of `size` numbers each. A view takes long to make: the only one is the stack itself. */
const matrixOf = (stack: Floats, i: number, size: number): Floats =>
  stack.length === size ? stack : stack.subarray(i * size, (i + 1) * size);

/**
 * The matrix product a·b over the last two axes; leading axes broadcast.
 *
 * Sums are kept in double precision; those of large products of Float32, which fast kernels compute, in single.
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
  const { k, m } = shapes("ops.matmul", { a: [a, "… n k"], b: [b, "… k m"] });
  if (a.shape.length === 2 || b.shape.length > 2) return apply([a, b], { absorb: "none" });
  // One matrix for all rows of all batch entries: so is the product, and its gradient is summed over them as it is made.
  const rows = a.shape.slice(0, -1);
  return reshape<Value>(apply([reshape<Value>(a, [sizeOf(rows), k]), b], { absorb: "none" }), [...rows, m]);
}

/** `matmul` in which zeros of `a` absorb: 0 · NaN = 0 · ∞ = 0, so that what has weight 0 has no influence. */
export function absorbing(a: Value, b: Value): Value {
  return apply([a, b], { absorb: "first" });
}

function allFinite(x: Floats): boolean {
  for (let i = 0; i < x.length; i++) if (x[i] - x[i] !== 0) return false; // ∞ − ∞ and NaN − NaN are NaN
  return true;
}
