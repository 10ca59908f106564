import { operation } from "../autodiff/operation.ts";
import type { Value } from "../autodiff/variable.ts";
import { broadcastTensor } from "../tensor/broadcast.ts";
import { full } from "../tensor/create.ts";
import { elements, forEachRow } from "../tensor/elements.ts";
import { allocate, dtypeOf, sizeOf, type Tensor, wrap } from "../tensor/tensor.ts";
import { broadcastTo, sumTo } from "./broadcast-to.ts";
import { chain } from "./chain.ts";
import { commonShape, operands } from "./operands.ts";

/** A function of two values that broadcasts. Numbers stand for tensors of one element, at most one of the two. */
export interface Binary {
  (a: Tensor | number, b: Tensor | number): Tensor;
  // Before the general form: TypeScript would infer T from a plain `a`, and refuse a `b` of generic type.
  <T extends Value>(a: Tensor | number, b: T | Tensor): T;
  <T extends Value>(a: T | Tensor | number, b: T | Tensor | number): T;
}

type Derivative = (a: Value, b: Value, output: Value) => Value;

// f(a, b) element by element; the derivatives ∂f/∂a and ∂f/∂b are given at the broadcast shape.
function binary(name: string, f: (a: number, b: number) => number, derivatives: [Derivative, Derivative]): Binary {
  const apply = operation({
    forward: ([a, b]) => zip(name, a, b, f),
    backward(cotangent, index, [a, b], output) {
      const [x, y] = [broadcastTo<Value>(a, cotangent.shape), broadcastTo<Value>(b, cotangent.shape)];
      return sumTo(chain(cotangent, derivatives[index](x, y, output)), (index === 0 ? a : b).shape);
    },
  });
  const broadcasting = (a: Value | number, b: Value | number): Value => apply(operands(`ops.${name}`, a, b));
  return broadcasting as Binary;
}

function zip(name: string, a: Tensor, b: Tensor, f: (a: number, b: number) => number): Tensor {
  const shape = commonShape(`ops.${name}`, a.shape, "a", "b", b);
  const out = allocate(sizeOf(shape), dtypeOf(a));
  if (a.shape.join() === b.shape.join()) {
    const [x, y] = [elements(a), elements(b)];
    for (let i = 0; i < out.length; i++) out[i] = f(x[i], y[i]);
    return wrap(out, shape);
  }
  const [x, y] = [broadcastTensor(name, "a", a, shape), broadcastTensor(name, "b", b, shape)];
  const last = shape.length - 1;
  const [dx, dy] = [x.stride[last], y.stride[last]];
  let at = 0;
  forEachRow(shape, [x, y], ([xs, ys]) => {
    for (let i = 0; i < shape[last]; i++) out[at++] = f(x.data[xs + i * dx], y.data[ys + i * dy]);
  });
  return wrap(out, shape);
}

const one = (x: Value): Value => full(x.shape, 1, dtypeOf(x));

/**
 * a + b, element by element, with broadcasting.
 *
 * @example
 * ```ts
 * toArray(ops.add(tensor([1, 2]), 10)); // [11, 12]
 * toArray(ops.add(tensor([[1], [2]]), tensor([10, 20]))); // [[11, 21], [12, 22]]
 * ```
 *
 * @throws ArgumentError when one is neither tensor nor number, both are numbers, shapes do not broadcast, or dtypes
 * differ.
 */
export const add: Binary = binary("add", (a, b) => a + b, [one, one]);

/**
 * a − b, element by element, with broadcasting.
 *
 * @example
 * ```ts
 * toArray(ops.subtract(1, tensor([0.25, 0.5]))); // [0.75, 0.5]
 * ```
 *
 * @throws ArgumentError when one is neither tensor nor number, both are numbers, shapes do not broadcast, or dtypes
 * differ.
 */
export const subtract: Binary = binary("subtract", (a, b) => a - b, [one, (_, b) => full(b.shape, -1, dtypeOf(b))]);

/**
 * a · b, element by element, with broadcasting.
 *
 * @example
 * ```ts
 * toArray(ops.multiply(tensor([1, 2, 3]), tensor([4, 5, 6]))); // [4, 10, 18]
 * ```
 *
 * @throws ArgumentError when one is neither tensor nor number, both are numbers, shapes do not broadcast, or dtypes
 * differ.
 */
export const multiply: Binary = binary("multiply", (a, b) => a * b, [(_, b) => b, (a) => a]);

/**
 * a / b, element by element, with broadcasting.
 *
 * @example
 * ```ts
 * toArray(ops.divide(tensor([1, 2]), 4)); // [0.25, 0.5]
 * ```
 *
 * @throws ArgumentError when one is neither tensor nor number, both are numbers, shapes do not broadcast, or dtypes
 * differ.
 */
export const divide: Binary = binary("divide", (a, b) => a / b, [
  (_, b) => divide<Value>(1, b),
  (_, b, output) => multiply<Value>(-1, divide<Value>(output, b)),
]);
