import { operation } from "../autodiff/operation.ts";
import type { Value } from "../autodiff/variable.ts";
import { ArgumentError, describe } from "../tensor/argument-error.ts";
import { broadcastTensor, broadcastView } from "../tensor/broadcast.ts";
import { forEachRow } from "../tensor/elements.ts";
import { allocate, type Bytes, dtypeOf, isBytes, sizeOf, type Tensor, wrap } from "../tensor/tensor.ts";
import { sumTo } from "./broadcast-to.ts";
import { commonShape, operands } from "./operands.ts";

/** A condition: 1 (or any number but 0) for yes, 0 for no. */
export type Condition = Bytes;

const apply = operation<{ condition: Condition; shape: readonly number[] }>({
  forward([a, b], { condition, shape }) {
    const c = broadcastView("ops.where", "condition", condition, shape);
    const [x, y] = [broadcastTensor("ops.where", "a", a, shape), broadcastTensor("ops.where", "b", b, shape)];
    const out = allocate(sizeOf(shape), dtypeOf(a));
    const last = shape.length - 1;
    const [dc, dx, dy] = [c, x, y].map((view) => view.stride[last] ?? 0);
    const length = shape[last] ?? 1;
    let at = 0;
    forEachRow(shape, [c, x, y], ([cs, xs, ys]) => {
      for (let i = 0; i < length; i++) out[at++] = c.data[cs + i * dc] ? x.data[xs + i * dx] : y.data[ys + i * dy];
    });
    return wrap(out, [...shape]);
  },
  backward(cotangent, index, inputs, _, { condition }) {
    const branches: [Value | number, Value | number] = index === 0 ? [cotangent, 0] : [0, cotangent];
    return sumTo(where<Value>(condition, ...branches), inputs[index].shape);
  },
});

/**
 * a where the condition holds, b elsewhere, element by element, with broadcasting.
 *
 * What is not chosen has no influence and gets gradient 0, even where it is NaN.
 *
 * @example
 * ```ts
 * const x = tensor([-1, 2]);
 * toArray(ops.where(ops.lessEqual(x, 0), 0, x)); // [0, 2]
 * ```
 *
 * @throws ArgumentError when `condition` is not an ndarray of Uint8Array, shapes do not broadcast, or dtypes differ.
 */
export function where(condition: Condition, a: Tensor | number, b: Tensor | number): Tensor;
export function where<T extends Value>(condition: Condition, a: Tensor | number, b: T | Tensor): T;
export function where<T extends Value>(condition: Condition, a: T | Tensor | number, b: T | Tensor | number): T;
export function where(condition: Condition, a: Value | number, b: Value | number): Value {
  if (!isBytes(condition)) {
    throw new ArgumentError("ops.where", "condition", describe(condition), "an ndarray of Uint8Array");
  }
  const [x, y] = operands("ops.where", a, b);
  const shape = commonShape("ops.where", condition.shape, "condition", "a", x);
  return apply([x, y], { condition, shape: commonShape("ops.where", shape, "condition and a", "b", y) });
}
