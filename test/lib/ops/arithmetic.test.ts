import fc from "fast-check";
import { expect, test } from "vitest";
import { grad, ops, type Tensor, tensor, toArray, zeros } from "../../../lib/index.ts";
import { broadcastShapes } from "../../../lib/tensor/broadcast.ts";
import { layouts, places } from "../layouts.ts";
import { sample } from "../samples.ts";

const { add, subtract, multiply, divide } = ops;
const operations = [
  ["add", add, (x: number, y: number) => x + y],
  ["subtract", subtract, (x: number, y: number) => x - y],
  ["multiply", multiply, (x: number, y: number) => x * y],
  ["divide", divide, (x: number, y: number) => x / y],
] as const;

/** Two shapes that broadcast: some axes of a common shape are 1 or missing. */
const pairs = fc
  .array(fc.tuple(fc.integer({ min: 1, max: 3 }), fc.boolean(), fc.boolean()), { maxLength: 4 })
  .chain((axes) => fc.tuple(fc.constant(axes), fc.nat(axes.length), fc.nat(axes.length)))
  .map(([axes, dropA, dropB]) => ({
    a: axes.map(([length, one]) => (one ? 1 : length)).slice(dropA),
    b: axes.map(([length, , one]) => (one ? 1 : length)).slice(dropB),
  }));

// The element of `t` that stands at a place of a shape to which it broadcasts.
const at = (t: Tensor, place: readonly number[]): number =>
  t.get(...t.shape.map((length, axis) => (length === 1 ? 0 : place[place.length - t.shape.length + axis]!)));

test.each(operations)("ops.%s(a, b) is taken element by element, with broadcasting, in any layout", (_, f, exact) => {
  fc.assert(
    fc.property(pairs, fc.nat(4), fc.nat(4), (shapes, i, j) => {
      const a = layouts(sample(shapes.a, 1))[i]![1];
      const b = layouts(sample(shapes.b, 2))[j]![1];
      const c = f(a, b);
      expect(c.shape).toEqual(broadcastShapes(a.shape, b.shape));
      for (const place of places(c.shape)) expect(c.get(...place)).toBe(exact(at(a, place), at(b, place)));
    }),
  );
});

test.each(operations)("ops.%s(a, number) and ops.%s(number, b) take the number everywhere", (_, f, exact) => {
  const t = tensor([[1, 2, 5]]);
  expect(toArray(f(t, 4))).toEqual([[exact(1, 4), exact(2, 4), exact(5, 4)]]);
  expect(toArray(f(4, t))).toEqual([[exact(4, 1), exact(4, 2), exact(4, 5)]]);
});

test.each(operations)("ops.%s(a, 0.1) keeps float32, and rounds the number to it", (_, f, exact) => {
  const result = f(tensor([1, 3], [2], "float32"), 0.1);
  const tenth = Math.fround(0.1);
  expect(result.dtype).toBe("float32");
  expect(toArray(result)).toEqual([1, 3].map((x) => Math.fround(exact(x, tenth))));
});

test("ops.divide(a, b) by zero is ±∞ or NaN", () => {
  expect(toArray(divide(tensor([1, -1, 0]), 0))).toEqual([Infinity, -Infinity, Number.NaN]);
});

test("ops.add(a, b) of empty tensors is empty", () => {
  const empty = add(zeros([0, 3]), zeros([1, 3]));
  expect([empty.shape, toArray(empty)]).toEqual([[0, 3], []]);
});

test("ops.multiply(a, b) has gradients b and a, summed over the axes that were stretched", () => {
  const a = tensor([[1], [2]]);
  const b = tensor([3, 5, 7]);
  expect(toArray(grad((x) => ops.sum(multiply(x, b)))(a))).toEqual([[15], [15]]);
  expect(toArray(grad((x) => ops.sum(multiply(a, x)))(b))).toEqual([3, 3, 3]);
});

test("ops.divide(a, b) has gradients 1/b and −a/b²", () => {
  const [a, b] = [tensor([6, 1]), tensor([2, 4])];
  expect(toArray(grad((x) => ops.sum(divide(x, b)))(a))).toEqual([0.5, 0.25]);
  expect(toArray(grad((x) => ops.sum(divide(a, x)))(b))).toEqual([-1.5, -0.0625]);
});

test("ops.subtract(a, b) has gradients 1 and −1, summed over the axes that were stretched", () => {
  const [a, b] = [tensor([[1], [2]]), tensor([3, 5, 7])];
  expect(toArray(grad((x) => ops.sum(subtract(x, b)))(a))).toEqual([[3], [3]]);
  expect(toArray(grad((x) => ops.sum(subtract(a, x)))(b))).toEqual([-2, -2, -2]);
});
