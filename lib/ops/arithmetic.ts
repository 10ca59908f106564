import { operation } from "../autodiff/operation.ts";
import type { Value } from "../autodiff/variable.ts";
import { broadcastTensor } from "../tensor/broadcast.ts";
import { forEachRow, isDense } from "../tensor/elements.ts";
import { allocate, dtypeOf, type Floats, sizeOf, type Tensor, wrap } from "../tensor/tensor.ts";
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

// f(x, y) for `length` numbers in a row, into `out` from `at` on: x from its place i on by steps of dx, y from j by dy. Each
// operation brings a loop of its own, because a function called for every number would be called, not compiled in.
type Row = (
  length: number,
  ...args: [out: Floats, at: number, x: Floats, i: number, dx: number, y: Floats, j: number, dy: number]
) => void;

// The cotangent g of f(a, b), carried back to a or to b; all are given at the broadcast shape.
type Product = (g: Value, a: Value, b: Value, output: Value) => Value;

// f(a, b) element by element.
function binary(name: string, row: Row, products: readonly [Product, Product]): Binary {
  const apply = operation({
    forward: ([a, b]) => zip(name, a, b, row),
    backward(cotangent, index, [a, b], output) {
      const [x, y] = [broadcastTo<Value>(a, cotangent.shape), broadcastTo<Value>(b, cotangent.shape)];
      return sumTo(products[index](cotangent, x, y, output), (index === 0 ? a : b).shape);
    },
  });
  const broadcasting = (a: Value | number, b: Value | number): Value => apply(operands(`ops.${name}`, a, b));
  return broadcasting as Binary;
}

function zip(name: string, a: Tensor, b: Tensor, row: Row): Tensor {
  const shape = commonShape(`ops.${name}`, a.shape, "a", "b", b);
  const out = allocate(sizeOf(shape), dtypeOf(a));
  const [dx, dy] = [stepOver(a, out.length), stepOver(b, out.length)];
  if (dx !== undefined && dy !== undefined) {
    row(out.length, out, 0, a.data, a.offset, dx, b.data, b.offset, dy);
    return wrap(out, shape);
  }
  const [x, y] = [broadcastTensor(name, "a", a, shape), broadcastTensor(name, "b", b, shape)];
  const last = shape.length - 1;
  let at = 0;
  forEachRow(shape, [x, y], ([xs, ys]) => {
    row(shape[last], out, at, x.data, xs, x.stride[last], y.data, ys, y.stride[last]);
    at += shape[last];
  });
  return wrap(out, shape);
}

// From one of `size` numbers to the next, if one step does for all: 1 where they lie in sequence, 0 where it is one number.
function stepOver(t: Tensor, size: number): number | undefined {
  const own = sizeOf(t.shape);
  if (own === 1) return 0;
  return own === size && isDense(t) ? 1 : undefined;
}

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
export const add: Binary = binary(
  "add",
  (length, out, at, x, i, dx, y, j, dy) => {
    for (const end = at + length; at < end; at++, i += dx, j += dy) out[at] = x[i] + y[j];
  },
  [(g) => g, (g) => g],
);

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
export const subtract: Binary = binary(
  "subtract",
  (length, out, at, x, i, dx, y, j, dy) => {
    for (const end = at + length; at < end; at++, i += dx, j += dy) out[at] = x[i] - y[j];
  },
  [(g) => g, (g) => subtract<Value>(0, g)],
);

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
export const multiply: Binary = binary(
  "multiply",
  (length, out, at, x, i, dx, y, j, dy) => {
    for (const end = at + length; at < end; at++, i += dx, j += dy) out[at] = x[i] * y[j];
  },
  [(g, _, b) => chain(g, b), (g, a) => chain(g, a)],
);

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
export const divide: Binary = binary(
  "divide",
  (length, out, at, x, i, dx, y, j, dy) => {
    for (const end = at + length; at < end; at++, i += dx, j += dy) out[at] = x[i] / y[j];
  },
  [
    (g, _, b) => chain(g, divide<Value>(1, b)),
    (g, _, b, output) => chain(g, multiply<Value>(-1, divide<Value>(output, b))),
  ],
);
