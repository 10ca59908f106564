import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { full, grad, largestDifference, ops, type Tensor, tensor, toArray, zeros } from "../../../lib/index.ts";
import { layouts, places } from "../layouts.ts";
import { meanOf, softmaxOf, sumOf } from "../naive.ts";
import { sample } from "../samples.ts";

const { NaN: nan, NEGATIVE_INFINITY: minusInfinity, POSITIVE_INFINITY: infinity } = Number;

const reductions = [
  ["sum", ops.sum, sumOf],
  ["mean", ops.mean, meanOf],
  ["logSumExp", ops.logSumExp, (xs: readonly number[]) => Math.log(sumOf(xs.map(Math.exp)))],
] as const;

/** The numbers of `t` along `axis` through `place` (which has no entry for it). */
const line = (t: Tensor, axis: number, place: readonly number[]): number[] =>
  Array.from({ length: t.shape[axis]! }, (_, i) => t.get(...place.slice(0, axis), i, ...place.slice(axis)));

describe.each(reductions)("ops.%s(x)", (_, reduce, exact) => {
  const shape = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });

  test("over all axes is a scalar, in any layout", () => {
    fc.assert(
      fc.property(fc.oneof(shape, fc.constant([])), fc.nat(4), (lengths, layout) => {
        const x = layouts(sample(lengths))[layout]![1];
        const all = places(lengths).map((place) => x.get(...place));
        expect(reduce(x).shape).toEqual([]);
        expect(toArray(reduce(x))).toBeCloseTo(exact(all), 12);
        const kept = reduce(x, { keepDims: true });
        expect(kept.shape).toEqual(lengths.map(() => 1));
        expect(kept.get(...lengths.map(() => 0))).toBe(toArray(reduce(x)));
      }),
    );
  });

  test("over one axis, counted from either end, with or without keeping it", () => {
    fc.assert(
      fc.property(shape, fc.nat(3), fc.nat(4), (lengths, at, layout) => {
        const axis = at % lengths.length;
        const x = layouts(sample(lengths))[layout]![1];
        const y = reduce(x, { axis });
        expect(y.shape).toEqual(lengths.filter((_, i) => i !== axis));
        for (const place of places(y.shape)) expect(y.get(...place)).toBeCloseTo(exact(line(x, axis, place)), 12);
        expect(largestDifference(reduce(x, { axis: axis - lengths.length }), y)).toBe(0);
        const kept = reduce(x, { axis, keepDims: true });
        expect(kept.shape).toEqual(lengths.map((length, i) => (i === axis ? 1 : length)));
        expect(largestDifference(ops.reshape(kept, y.shape), y)).toBe(0);
      }),
    );
  });

  test("keeps float32", () => {
    const result = reduce(tensor([1, 2], [2], "float32"));
    expect([result.dtype, toArray(result)]).toEqual(["float32", Math.fround(exact([1, 2]))]);
  });
});

test("ops.sum(x) of float32 is kept in double precision", () => {
  expect(toArray(ops.sum(tensor([1e8, 1, -1e8], [3], "float32")))).toBe(1);
});

test("ops.sum of nothing is 0, ops.mean NaN, ops.logSumExp −∞", () => {
  expect([ops.sum, ops.mean, ops.logSumExp].map((reduce) => toArray(reduce(zeros([0]))))).toEqual([
    0,
    nan,
    minusInfinity,
  ]);
  expect(toArray(ops.sum(zeros([2, 0, 3]), { axis: 1 }))).toEqual([
    [0, 0, 0],
    [0, 0, 0],
  ]);
});

describe("ops.logSumExp(x)", () => {
  test("does not overflow or underflow", () => {
    expect(toArray(ops.logSumExp(tensor([1e300, 1e300])))).toBe(1e300);
    expect(toArray(ops.logSumExp(tensor([1000, 1000])))).toBeCloseTo(1000 + Math.log(2), 12);
    expect(toArray(ops.logSumExp(tensor([-1000, -1000])))).toBeCloseTo(-1000 + Math.log(2), 12);
  });

  test("leaves −∞ out, and is −∞ of nothing else, with gradient 0", () => {
    expect(toArray(ops.logSumExp(tensor([minusInfinity, 3])))).toBe(3);
    const x = tensor([
      [minusInfinity, minusInfinity],
      [0, minusInfinity],
    ]);
    expect(toArray(ops.logSumExp(x, { axis: 1 }))).toEqual([minusInfinity, 0]);
    expect(toArray(grad((y) => ops.sum(ops.take(ops.logSumExp(y, { axis: 1 }), [0, 1])))(x))).toEqual([
      [0, 0],
      [1, 0],
    ]);
  });

  test("is ∞ with an ∞, and NaN with a NaN", () => {
    expect(toArray(ops.logSumExp(tensor([infinity, 1])))).toBe(infinity);
    expect(toArray(ops.logSumExp(tensor([nan, infinity])))).toBe(nan);
  });

  test("has gradient softmax(x)", () => {
    const x = [0.3, -1, 2, 0.5];
    const gradient = grad((y) => ops.logSumExp(y))(tensor(x));
    expect(largestDifference(gradient, tensor(softmaxOf(x)))).toBeLessThan(1e-15);
  });
});

test("ops.mean(x, { axis }) has gradient 1/length", () => {
  const x = sample([3, 5]);
  expect(largestDifference(grad((y) => ops.sum(ops.mean(y, { axis: 1 })))(x), full([3, 5], 1 / 5))).toBeLessThan(1e-16);
});
