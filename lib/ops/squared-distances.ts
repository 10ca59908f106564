import { operation } from "../autodiff/operation.ts";
import type { Value } from "../autodiff/variable.ts";
import { broadcastTensor } from "../tensor/broadcast.ts";
import { elements } from "../tensor/elements.ts";
import { shapes } from "../tensor/shapes.ts";
import { allocate, dtypeOf, sizeOf, type Tensor, wrap } from "../tensor/tensor.ts";
import { multiply, subtract } from "./arithmetic.ts";
import { broadcastTo, sumTo } from "./broadcast-to.ts";
import { chain } from "./chain.ts";
import { absorbing } from "./matmul.ts";
import { sum } from "./reduce.ts";
import { transpose } from "./reshape.ts";

const apply = operation({
  forward([q, k]) {
    const { n, m, d, lead } = shapes("ops.squaredDistances", { q: [q, "… n d"], k: [k, "… m d"] });
    const x = elements(broadcastTensor("ops.squaredDistances", "q", q, [...lead, n, d]));
    const y = elements(broadcastTensor("ops.squaredDistances", "k", k, [...lead, m, d]));
    const out = allocate(sizeOf(lead) * n * m, dtypeOf(q));
    for (let at = 0; at < out.length; at++) {
      const row = Math.floor(at / m);
      const from = row * d;
      const to = (Math.floor(row / n) * m + (at % m)) * d;
      let total = 0;
      for (let p = 0; p < d; p++) total += (x[from + p] - y[to + p]) ** 2;
      out[at] = total;
    }
    return wrap(out, [...lead, n, m]);
  },
  // ∂/∂qᵢ Σⱼ gᵢⱼ ‖qᵢ − kⱼ‖² = 2 (qᵢ Σⱼ gᵢⱼ − Σⱼ gᵢⱼ kⱼ), and the same for k with the axes of g exchanged. A cotangent
  // of 0 passes nothing on, whatever the rows hold.
  backward(cotangent, index, [q, k]) {
    const [own, other] = index === 0 ? [q, k] : [k, q];
    const g = index === 0 ? cotangent : transpose<Value>(cotangent);
    const shape = [...g.shape.slice(0, -1), own.shape[own.shape.length - 1]];
    const total = broadcastTo<Value>(sum<Value>(g, { axis: -1, keepDims: true }), shape);
    const gradient = subtract<Value>(chain(total, broadcastTo<Value>(own, shape)), absorbing(g, other));
    return sumTo(multiply<Value>(2, gradient), own.shape);
  },
});

/**
 * ‖qᵢ − kⱼ‖² for every pair of rows, summed from the differences themselves (expanding the square would cancel digits).
 *
 * @example
 * ```ts
 * toArray(ops.squaredDistances(tensor([[0, 0]]), tensor([[3, 4], [0, 1]]))); // [[25, 1]]
 * ```
 *
 * @param q […, n, d]
 * @param k […, m, d]
 * @returns […, n, m]
 * @throws ArgumentError when the rows have different lengths, leading axes do not broadcast, or dtypes differ.
 */
export function squaredDistances(q: Tensor, k: Tensor): Tensor;
export function squaredDistances<T extends Value>(q: Tensor, k: T | Tensor): T;
export function squaredDistances<T extends Value>(q: T | Tensor, k: T | Tensor): T;
export function squaredDistances(q: Value, k: Value): Value {
  shapes("ops.squaredDistances", { q: [q, "… n d"], k: [k, "… m d"] });
  return apply([q, k]);
}
