import fc from "fast-check";
import ndarray from "ndarray";
import { expect, test } from "vitest";
import { isTensor, type NestedArray, ops, type Tensor, tensor, toArray, zeros } from "../../../lib/index.ts";
import { layouts, places } from "../layouts.ts";

test("tensor(nested) has the shape of the nesting, and the numbers in row-major order", () => {
  const t = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  expect([t.shape, t.dtype, [...t.data]]).toEqual([[2, 3], "float64", [1, 2, 3, 4, 5, 6]]);
  expect(t.get(1, 0)).toBe(4);
});

test("tensor(number) is a scalar of shape []", () => {
  const t = tensor(5);
  expect([t.shape, t.size, toArray(t)]).toEqual([[], 1, 5]);
});

test("tensor([]) and tensor([[], []]) are empty", () => {
  expect(tensor([]).shape).toEqual([0]);
  expect(tensor([[], []]).shape).toEqual([2, 0]);
});

test("tensor(data, shape) lays flat numbers out in that shape", () => {
  expect(toArray(tensor([1, 2, 3, 4, 5, 6], [3, 2]))).toEqual([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);
  expect(tensor(7, [1, 1]).shape).toEqual([1, 1]);
});

test("tensor(typedArray) copies it and keeps its precision", () => {
  const data = Float32Array.of(1.5, 2.5);
  const t = tensor(data);
  data[0] = 9;
  expect([t.dtype, t.shape, toArray(t)]).toEqual(["float32", [2], [1.5, 2.5]]);
  expect(tensor(Float64Array.of(1)).dtype).toBe("float64");
});

test("tensor(data, shape, dtype) converts to the dtype", () => {
  expect(toArray(tensor([0.1], [1], "float32"))).toEqual([Math.fround(0.1)]);
  expect(tensor(Float32Array.of(1), [1], "float64").dtype).toBe("float64");
});

test("tensor(data, shape) does not hold on to the given shape", () => {
  const shape = [2, 3];
  const t = tensor(new Float64Array(6), shape);
  shape[0] = 9;
  expect(t.shape).toEqual([2, 3]);
});

test("tensor([NaN, ∞, −0]) keeps them", () => {
  expect(toArray(tensor([Number.NaN, Number.POSITIVE_INFINITY, -0]))).toEqual([
    Number.NaN,
    Number.POSITIVE_INFINITY,
    -0,
  ]);
});

const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });

test("toArray(tensor(nested)) is nested, for any rank", () => {
  const build = (shape: readonly number[]): fc.Arbitrary<NestedArray> =>
    shape.length === 0 ? fc.double() : fc.array(build(shape.slice(1)), { minLength: shape[0]!, maxLength: shape[0]! });
  const notEmpty = fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 4 });
  fc.assert(
    fc.property(notEmpty.chain(build), (nested) => {
      expect(toArray(tensor(nested))).toEqual(nested);
    }),
  );
});

test("toArray(view) is what get reads, in every layout", () => {
  fc.assert(
    fc.property(shapes, (shape) => {
      const size = shape.reduce((product, length) => product * length, 1);
      const t = tensor(
        Float64Array.from({ length: size }, (_, i) => i),
        shape,
      );
      for (const [, view] of layouts(t)) {
        expect(toArray(view)).toEqual(toArray(t));
        expect([toArray(view)].flat(5)).toEqual(places(shape).map((place) => t.get(...place)));
      }
    }),
  );
});

test("toArray(view) sees through steps and reversal of a view", () => {
  const t = tensor([0, 1, 2, 3, 4, 5, 6]);
  expect(toArray(t.step(-1) as Tensor)).toEqual([6, 5, 4, 3, 2, 1, 0]);
  expect(toArray(t.lo(1).step(3) as Tensor)).toEqual([1, 4]);
  expect(toArray(t.hi(3).step(-1) as Tensor)).toEqual([2, 1, 0]);
  expect(toArray(ops.transpose(tensor([[1, 2]])))).toEqual([[1], [2]]);
});

test("isTensor(x) holds for ndarrays of floating-point numbers only", () => {
  expect([zeros([2]), zeros([], "float32"), zeros([2]).step(-1)].map(isTensor)).toEqual([true, true, true]);
  const others = [
    null,
    undefined,
    3,
    "a",
    [1, 2],
    {},
    new Float64Array(2),
    ndarray(new Int32Array(2)),
    ndarray([1, 2]),
  ];
  expect(others.map(isTensor)).toEqual(others.map(() => false));
});
