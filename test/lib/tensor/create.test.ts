import { expect, test } from "vitest";
import { full, ones, toArray, zeros } from "../../../lib/index.ts";

test("full(shape, value) has the value everywhere", () => {
  expect(toArray(full([2, 3], 7))).toEqual([
    [7, 7, 7],
    [7, 7, 7],
  ]);
  expect(toArray(full([2], Number.NaN))).toEqual([Number.NaN, Number.NaN]);
});

test("zeros(shape) and ones(shape) hold zeros and ones", () => {
  expect(toArray(zeros([3]))).toEqual([0, 0, 0]);
  expect(toArray(ones([1, 2]))).toEqual([[1, 1]]);
});

test("full, zeros and ones of shape [] are scalars, and of a shape with 0 are empty", () => {
  expect([full([], 3), zeros([]), ones([])].map(toArray)).toEqual([3, 0, 1]);
  expect([full([0], 3), zeros([2, 0]), ones([0, 2])].map(toArray)).toEqual([[], [[], []], []]);
});

test("full, zeros and ones have dtype float64 unless told otherwise", () => {
  expect([full([1], 3), zeros([1]), ones([1])].map((t) => t.dtype)).toEqual(["float64", "float64", "float64"]);
  const single = [full([1], 3, "float32"), zeros([1], "float32"), ones([1], "float32")];
  expect(single.map((t) => t.dtype)).toEqual(["float32", "float32", "float32"]);
});

test("zeros(shape) does not hold on to the given shape", () => {
  const shape = [2, 3];
  const t = zeros(shape);
  shape[0] = 9;
  expect(t.shape).toEqual([2, 3]);
});
