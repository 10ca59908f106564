import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { grad, largestDifference, ops, type Tensor, tensor, toArray } from "../../../lib/index.ts";
import { absorbing } from "../../../lib/ops/matmul.ts";
import { broadcastShapes } from "../../../lib/tensor/broadcast.ts";
import { layouts, places } from "../layouts.ts";
import { matrixAt, product } from "../naive.ts";
import { sample } from "../samples.ts";

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

test("ops.matmul(a, b) is Σₚ aᵢₚ·bₚⱼ", () => {
  const a = tensor([
    [1, 2, 3],
    [4, 5, 6],
  ]);
  const b = tensor([
    [7, 10],
    [8, 11],
    [9, 12],
  ]);
  expect(toArray(ops.matmul(a, b))).toEqual([
    [50, 68],
    [122, 167],
  ]);
});

test("ops.matmul(a, b) is the product by its definition, for all lengths, leading axes and layouts", () => {
  const length = fc.integer({ min: 1, max: 9 });
  const leads = fc.constantFrom<[number[], number[]]>(
    [[], []],
    [[3], []],
    [[], [3]],
    [[2, 1], [3]],
    [
      [1, 3],
      [2, 1],
    ],
    [
      [2, 3],
      [2, 3],
    ],
  );
  fc.assert(
    fc.property(length, length, length, leads, fc.nat(4), fc.nat(4), (n, k, m, [leadA, leadB], i, j) => {
      const a = layouts(sample([...leadA, n, k], 1))[i]![1];
      const b = layouts(sample([...leadB, k, m], 2))[j]![1];
      const c = ops.matmul(a, b);
      const lead = broadcastShapes(leadA, leadB)!;
      expect(c.shape).toEqual([...lead, n, m]);
      for (const place of places(lead)) {
        const exact = tensor(product(matrixAt(a, place), matrixAt(b, place)));
        expect(largestDifference(tensor(matrixAt(c, place)), exact)).toBeLessThan(1e-14);
      }
    }),
  );
});

test("ops.matmul(a, b) of large matrices is the product by its definition, for all layouts", () => {
  const [a, b] = [sample([3, 29, 13], 1), sample([13, 31], 2)];
  for (const [, x] of layouts(a)) {
    for (const [, y] of layouts(b)) {
      const c = ops.matmul(x, y);
      expect(c.shape).toEqual([3, 29, 31]);
      for (const place of places([3])) {
        const exact = tensor(product(matrixAt(x, place), matrixAt(y, place)));
        expect(largestDifference(tensor(matrixAt(c, place)), exact)).toBeLessThan(1e-13);
      }
    }
  }
});

test("ops.matmul(a, b) gives a row of a large product the bits it has alone, and again", () => {
  const [a, b] = [sample([37, 41], 1), sample([41, 43], 2)];
  const row = { axis: 0, from: 5, to: 6 };
  const all = ops.matmul(a, b);
  expect(largestDifference(ops.slice(all, row), ops.matmul(ops.slice(a, row), b))).toBe(0);
  expect(largestDifference(all, ops.matmul(a, b))).toBe(0);
});

test("ops.matmul(a, b) of float32 sums in double precision", () => {
  // 1e8 + 1 is no float32, yet 1e8 + 1 − 1e8 is 1.
  const a = tensor([[1e8, 1, -1e8]], [1, 3], "float32");
  const b = tensor([[1], [1], [1]], [3, 1], "float32");
  const wide = ops.matmul(a, tensor(new Float32Array(15).fill(1), [3, 5]));
  expect([toArray(ops.matmul(a, b)), toArray(wide)]).toEqual([[[1]], [[1, 1, 1, 1, 1]]]);
});

test("ops.matmul(a, b) lets NaN and ∞ reach their own row and column only", () => {
  const a = tensor([
    [1, nan],
    [1, 2],
  ]);
  expect(toArray(ops.matmul(a, tensor([[1], [0]])))).toEqual([[nan], [1]]);
  const b = tensor([
    [1, infinity],
    [1, 2],
  ]);
  expect(toArray(ops.matmul(tensor([[0, 1]]), b))).toEqual([[1, nan]]);
});

describe("absorbing(a, b)", () => {
  test("is the product, where zeros of a absorb what they meet", () => {
    const a = tensor([
      [0, 2],
      [1, 0],
    ]);
    const b = tensor([
      [nan, 3],
      [5, infinity],
    ]);
    expect(toArray(absorbing(a, b) as Tensor)).toEqual([
      [10, infinity],
      [nan, 3],
    ]);
  });

  test("equals ops.matmul(a, b) on finite numbers", () => {
    const [a, b] = [sample([2, 1, 3, 5]), sample([7, 5, 2], 2)];
    expect(largestDifference(absorbing(a, b) as Tensor, ops.matmul(a, b))).toBe(0);
  });
});

test("ops.matmul(a, b) passes no gradient to where the cotangent is 0, whatever the other factor holds", () => {
  const pick = tensor([[1], [0]]);
  const a = tensor([
    [1, 2],
    [3, 4],
  ]);
  const b = tensor([
    [5, nan],
    [7, infinity],
  ]);
  expect(toArray(grad((x) => ops.sum(ops.matmul(ops.matmul(x, ops.where(isFiniteAt(b), b, 0)), pick)))(a))).toEqual([
    [5, 7],
    [5, 7],
  ]);
  // Only column 0 of the product is used.
  const first = grad((x) => ops.sum(ops.take(ops.transpose(ops.matmul(x, b)), [0])))(a);
  expect(toArray(first)).toEqual([
    [5, 7],
    [5, 7],
  ]);
});

function isFiniteAt(t: Tensor) {
  return ops.lessEqual(ops.abs(ops.subtract(t, t)), 0);
}
