import fc from "fast-check";
import { expect, test } from "vitest";
import { ArgumentError, allClose, random, tensor, toArray } from "../../../lib/index.ts";
import { wrong } from "../refuses.ts";

const seeds = fc.integer({ min: 0, max: 2 ** 32 - 1 });

test("random(seed) gives the same stream for the same seed", () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const [a, b] = [random(seed), random(seed)];
      const draw = ({ uniform, normal, integer, permutation }: typeof a) => [
        toArray(uniform([3])),
        toArray(normal([2, 2], "float32")),
        integer(100),
        permutation(7),
        toArray(uniform([1])),
      ];
      expect(draw(a)).toEqual(draw(b));
    }),
  );
});

test("random(5489).uniform is made of the published first numbers of the Mersenne Twister", () => {
  // mt19937ar.out, init_genrand(5489): 26 and 27 bits of two numbers make one of 53.
  const [first, second] = [3499211612, 581869302];
  const mask = (bits: number) => 2 ** bits;
  const expected = ((first % mask(26)) * mask(27) + (second % mask(27))) / mask(53);
  expect(toArray(random(5489).uniform([1]))).toEqual([expected]);
});

test("random(seed) gives pinned first numbers", () => {
  expect(toArray(random(1).uniform([3]))).toEqual([0.6894079135345498, 0.10076732697837887, 0.007320390641425978]);
  const normal = tensor([1.2328264635639896, -0.07081046499895866, 0.8416971020256041]);
  expect(allClose(random(1).normal([3]), normal, { absolute: 1e-15 })).toBe(true);
  expect(random(1).permutation(7)).toEqual([6, 4, 5, 0, 1, 3, 2]);
  const { integer } = random(1);
  expect([10, 10, 10, 10, 10].map(integer)).toEqual([3, 1, 6, 0, 1]);
});

test("random(seed).uniform lies in [0, 1) with mean 1/2, variance 1/12 and no correlation of neighbours", () => {
  const size = 100_000;
  const x = [...random(7).uniform([size]).data];
  expect(x.every((u) => u >= 0 && u < 1)).toBe(true);
  // Five standard errors each: √(1/12), √(1/180) and 1/12 over √size.
  const error = 5 / Math.sqrt(size);
  expect(Math.abs(mean(x) - 1 / 2)).toBeLessThan(error * Math.sqrt(1 / 12));
  expect(Math.abs(mean(x.map((u) => (u - 0.5) ** 2)) - 1 / 12)).toBeLessThan(error * Math.sqrt(1 / 180));
  expect(Math.abs(mean(x.slice(1).map((u, i) => (u - 0.5) * (x[i]! - 0.5))))).toBeLessThan(error / 12);
});

test("random(seed).normal has moments 0, 1, 0, 3", () => {
  const size = 100_000;
  const x = [...random(7).normal([size]).data];
  // Var xᵖ = E x²ᵖ − (E xᵖ)²: 1, 2, 15 and 96.
  const error = 5 / Math.sqrt(size);
  expect(Math.abs(mean(x))).toBeLessThan(error);
  expect(Math.abs(mean(x.map((z) => z ** 2)) - 1)).toBeLessThan(error * Math.sqrt(2));
  expect(Math.abs(mean(x.map((z) => z ** 3)))).toBeLessThan(error * Math.sqrt(15));
  expect(Math.abs(mean(x.map((z) => z ** 4)) - 3)).toBeLessThan(error * Math.sqrt(96));
  expect(Math.abs(mean(x.slice(1).map((z, i) => z * x[i]!)))).toBeLessThan(error);
  expect(mean(x.map((z) => Number(Math.abs(z) < 1.96)))).toBeCloseTo(0.95, 2);
});

test("random(seed) of neighbouring seeds gives unrelated first numbers", () => {
  const count = 20_000;
  const first = Array.from({ length: count }, (_, seed) => random(seed).uniform([1]).data[0]!);
  const error = 5 / Math.sqrt(count);
  expect(Math.abs(mean(first) - 1 / 2)).toBeLessThan(error * Math.sqrt(1 / 12));
  expect(Math.abs(mean(first.slice(1).map((u, i) => (u - 0.5) * (first[i]! - 0.5))))).toBeLessThan(error / 12);
  expect(new Set(first).size).toBe(count);
});

test("random(seed).integer(below) hits 0 … below − 1 equally often", () => {
  const { integer } = random(3);
  const counts = new Array<number>(7).fill(0);
  for (let i = 0; i < 70_000; i++) counts[integer(7)]!++;
  // Chi-squared with 6 degrees of freedom is above 27.9 once in 10,000 times.
  expect(counts.map((count) => (count - 10_000) ** 2 / 10_000).reduce((a, b) => a + b)).toBeLessThan(27.9);
  expect(random(3).integer(1)).toBe(0);
});

test("random(seed).permutation(length) holds 0 … length − 1 once each", () => {
  fc.assert(
    fc.property(seeds, fc.integer({ min: 0, max: 50 }), (seed, length) => {
      const sorted = random(seed)
        .permutation(length)
        .sort((a, b) => a - b);
      expect(sorted).toEqual(Array.from({ length }, (_, i) => i));
    }),
  );
});

test("random(seed).permutation(3) gives all six orders equally often", () => {
  const { permutation } = random(11);
  const counts = new Map<string, number>();
  for (let i = 0; i < 60_000; i++) {
    const order = permutation(3).join("");
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  // Chi-squared with 5 degrees of freedom is above 25.7 once in 10,000 times.
  expect([...counts.values()].map((count) => (count - 10_000) ** 2 / 10_000).reduce((a, b) => a + b)).toBeLessThan(
    25.7,
  );
});

test("random(seed).normal(shape, dtype) has that shape and dtype", () => {
  const { normal, uniform } = random(1);
  expect([normal([2, 3]).shape, normal([2]).dtype, normal([2], "float32").dtype]).toEqual([
    [2, 3],
    "float64",
    "float32",
  ]);
  expect([uniform([]).shape, uniform([0]).size, uniform([2], "float32").dtype]).toEqual([[], 0, "float32"]);
});

function mean(xs: readonly number[]): number {
  return xs.reduce((sum, x) => sum + x, 0) / xs.length;
}

test("random(seed).normal(shape) that is refused does not move the stream on", () => {
  const [touched, untouched] = [random(1), random(1)];
  expect(() => touched.normal(wrong([2, -1]))).toThrow(ArgumentError);
  expect(toArray(touched.normal([2]))).toEqual(toArray(untouched.normal([2])));
});
