import { operation } from "../autodiff/operation.ts";
import type { Value } from "../autodiff/variable.ts";
import { broadcastTensor } from "../tensor/broadcast.ts";
import { forEachRow } from "../tensor/elements.ts";
import { expectShaped } from "../tensor/shapes.ts";
import { dtypeOf, expectShape, type Floats, sizeOf, type Tensor, wrap } from "../tensor/tensor.ts";

const applyBroadcast = operation<readonly number[]>({
  forward: ([x], shape) => broadcastTensor("ops.broadcastTo", "x", x, shape),
  backward: (cotangent, _, [x]) => sumTo(cotangent, x.shape),
});

const applySum = operation<readonly number[]>({
  forward([x], shape) {
    // Sums are kept in double precision, also those of float32.
    const out = new Float64Array(sizeOf(shape));
    const target = broadcastTensor("ops.sumTo", "shape", wrap(out, shape), x.shape);
    const last = x.shape.length - 1;
    const length = x.shape[last];
    const [from, to] = [x.stride[last], target.stride[last]];
    forEachRow(x.shape, [x, target], ([source, sink]) => {
      if (to !== 0) for (let i = 0; i < length; i++) out[sink + i * to] += x.data[source + i * from];
      else out[sink] = runningSum(out[sink], x.data, source, from, length);
    });
    return wrap(dtypeOf(x) === "float32" ? Float32Array.from(out) : out, shape);
  },
  backward: (cotangent, _, [x]) => broadcastTo(cotangent, x.shape),
});

// In a variable of its own, a sum does not wait for memory.
function runningSum(total: number, data: Floats, start: number, step: number, length: number): number {
  for (let i = 0; i < length; i++) total += data[start + i * step];
  return total;
}

/**
 * `x` stretched to `shape` by NumPy's rule: axes of length 1, and missing leading axes, repeat. Nothing is copied.
 *
 * Gradient: the sum over the stretched axes.
 *
 * @example
 * ```ts
 * toArray(ops.broadcastTo(tensor([1, 2]), [3, 2])); // [[1, 2], [1, 2], [1, 2]]
 * ```
 *
 * @throws ArgumentError when the shape of `x` does not broadcast to `shape`.
 */
export function broadcastTo(x: Tensor, shape: readonly number[]): Tensor;
export function broadcastTo<T extends Value>(x: T | Tensor, shape: readonly number[]): T;
export function broadcastTo(x: Value, shape: readonly number[]): Value {
  expectShaped("ops.broadcastTo", "x", x);
  expectShape("ops.broadcastTo", shape);
  return x.shape.join() === shape.join() ? x : applyBroadcast([x], [...shape]);
}

/** The sum of `x` over all axes along which `shape` broadcasts to it: the transpose of `broadcastTo`. */
export function sumTo(x: Value, shape: readonly number[]): Value {
  return x.shape.join() === shape.join() ? x : applySum([x], [...shape]);
}
