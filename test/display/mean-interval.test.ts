import { meanInterval } from "notebook-display";
import { expect, test } from "vitest";

test("meanInterval(samples) is mean ± t·s/√n", () => {
  // Two measurements: t = tan(0.475·π) exactly, s/√n = half their distance.
  const half = Math.tan(0.475 * Math.PI);
  const { mean, low, high } = meanInterval([1, 3]);
  expect(mean).toBe(2);
  expect(low).toBeCloseTo(2 - half, 2);
  expect(high).toBeCloseTo(2 + half, 2);
});

test("meanInterval(samples) of three has the quantile of two degrees of freedom", () => {
  // For two degrees of freedom t = a·√(2/(1 − a²)) exactly, with a = 0.95.
  const quantile = 0.95 * Math.sqrt(2 / (1 - 0.95 ** 2));
  const { mean, high } = meanInterval([1, 2, 3]);
  expect(high - mean).toBeCloseTo(quantile / Math.sqrt(3), 3);
});

test("meanInterval(samples) of equal measurements has no width", () => {
  expect(meanInterval(Array(31).fill(4))).toEqual({ mean: 4, low: 4, high: 4 });
});

test("meanInterval(samples) refuses too few, too many, and NaN", () => {
  expect(() => meanInterval([1])).toThrow(new Error("meanInterval: samples has length 1, expected 2 to 31"));
  expect(() => meanInterval(Array(32).fill(1))).toThrow(
    new Error("meanInterval: samples has length 32, expected 2 to 31"),
  );
  expect(() => meanInterval([1, Number.NaN])).toThrow(
    new Error("meanInterval: samples[1] has value NaN, expected a finite number"),
  );
});
