import fc from "fast-check";
import { expect, test } from "vitest";
import { allClose, largestDifference, tensor } from "../../../lib/index.ts";
import { layouts } from "../layouts.ts";

const { NaN: nan, POSITIVE_INFINITY: infinity, NEGATIVE_INFINITY: minusInfinity } = Number;
const one = (x: number) => tensor([x]);

test("largestDifference(a, b) is the largest |aᵢ − bᵢ|", () => {
  expect(largestDifference(tensor([[1, 5, 2]]), tensor([[1.5, 2, 3]]))).toBe(3);
  expect(largestDifference(tensor([1, -4]), tensor([1, 4]))).toBe(8);
  expect(largestDifference(tensor(2), tensor(2))).toBe(0);
  expect(largestDifference(tensor([]), tensor([]))).toBe(0);
});

test("largestDifference(a, b) is 0 between equal infinities and between NaN and NaN, NaN beside a number", () => {
  expect(largestDifference(tensor([infinity, minusInfinity, nan]), tensor([infinity, minusInfinity, nan]))).toBe(0);
  expect(largestDifference(tensor([0, nan, 5]), tensor([0, 1, 9]))).toBe(nan);
  expect(largestDifference(tensor([7, 1]), tensor([0, nan]))).toBe(nan);
  expect(largestDifference(one(infinity), one(minusInfinity))).toBe(infinity);
  expect(largestDifference(one(-0), one(0))).toBe(0);
});

test("largestDifference(a, b) and allClose(a, b) read any view, and mix dtypes", () => {
  const t = tensor([
    [1, 2, 3],
    [4, 5, 7],
  ]);
  for (const [, view] of layouts(t)) expect(largestDifference(view, t)).toBe(0);
  for (const [, view] of layouts(t)) expect(allClose(t, view, { absolute: 0, relative: 0 })).toBe(true);
  expect(largestDifference(tensor([0.5], [1], "float32"), one(0.25))).toBe(0.25);
});

test("allClose(a, b) is false for other shapes", () => {
  expect(allClose(tensor([1]), tensor([[1]]))).toBe(false);
  expect(allClose(tensor([1]), tensor([1, 1]))).toBe(false);
});

test("allClose(a, b) takes 1e-12 absolute and relative by default", () => {
  expect(allClose(one(0.9e-12), one(0))).toBe(true);
  expect(allClose(one(1.1e-12), one(0))).toBe(false);
  expect(allClose(one(1e6 * (1 + 0.9e-12)), one(1e6))).toBe(true);
  expect(allClose(one(1e6 * (1 + 1.2e-12)), one(1e6))).toBe(false);
});

test("allClose(a, b, tolerance) is |a − b| ≤ absolute + relative · |b|, to the edge", () => {
  expect(allClose(one(3), one(2), { absolute: 1, relative: 0 })).toBe(true);
  expect(allClose(one(3), one(2), { absolute: 0, relative: 0.5 })).toBe(true);
  expect(allClose(one(2), one(3), { absolute: 0, relative: 1 / 3 })).toBe(true);
  expect(allClose(one(3.01), one(2), { absolute: 0.5, relative: 0.25 })).toBe(false);
  expect(allClose(one(-3), one(-2), { absolute: 0, relative: 0.5 })).toBe(true);
  expect(allClose(tensor([1, 9]), tensor([1, 2]), { absolute: 1 })).toBe(false);
});

test("allClose(a, b): NaN is close to nothing, infinities only to themselves", () => {
  expect(allClose(one(nan), one(nan))).toBe(false);
  expect(allClose(one(nan), one(1), { absolute: infinity })).toBe(false);
  expect(allClose(one(infinity), one(infinity))).toBe(true);
  expect(allClose(one(minusInfinity), one(infinity))).toBe(false);
  expect(allClose(one(5), one(infinity))).toBe(false);
  expect(allClose(one(infinity), one(5))).toBe(false);
});

test("allClose(a, b) agrees with largestDifference(a, b) on an absolute tolerance", () => {
  const numbers = fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(numbers, numbers), { minLength: 1, maxLength: 7 }),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      (pairs, absolute) => {
        const a = tensor(pairs.map(([x]) => x));
        const b = tensor(pairs.map(([, y]) => y));
        expect(allClose(a, b, { absolute, relative: 0 })).toBe(largestDifference(a, b) <= absolute);
      },
    ),
  );
});
