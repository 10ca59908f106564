import { describe, expect, test } from "vitest";
import { checkGradient, largestDifference, ops, positions, scores, type Tensor, toArray } from "../../../lib/index.ts";
import { sample } from "../samples.ts";

describe("positions.sinusoidal(n, d)", () => {
  test("holds sines and cosines of position · base^(−2i/d)", () => {
    const table = positions.sinusoidal(7, 6, { base: 100 });
    expect(table.shape).toEqual([7, 6]);
    for (const [p, c] of [
      [0, 0],
      [0, 1],
      [3, 2],
      [6, 5],
      [5, 4],
    ] as const) {
      const angle = p / 100 ** ((2 * Math.floor(c / 2)) / 6);
      expect(table.get(p, c)).toBeCloseTo(c % 2 === 0 ? Math.sin(angle) : Math.cos(angle), 14);
    }
  });

  test("begins at the offset", () => {
    const rows = positions.sinusoidal(11, 6).lo(4, 0) as Tensor;
    expect(toArray(positions.sinusoidal(7, 6, { offset: 4 }))).toEqual(toArray(rows));
  });

  test("has dot products that depend on the distance alone", () => {
    const table = positions.sinusoidal(11, 8);
    const products = scores.dot()(table, table);
    for (const [i, j] of [
      [0, 3],
      [5, 8],
      [7, 10],
    ] as const) {
      expect(products.get(i, j)).toBeCloseTo(products.get(0, 3), 12);
    }
  });
});

test("positions.learned(table, positions) takes rows, and passes their gradient", () => {
  const table = sample([5, 3]);
  expect(toArray(positions.learned(table, [4, 0, 4]))).toEqual([4, 0, 4].map((p) => (toArray(table) as number[][])[p]));
  expect(checkGradient((t) => positions.learned(t, [4, 0, 4]), table)).toBeLessThan(1e-8);
});

describe("positions.rotary(x)", () => {
  const x = sample([2, 5, 6]);

  test.each(["neighbours", "halves"] as const)("turns pair i of %s by position · base^(−2i/d)", (pairs) => {
    const at = [7, -2, 0, 3.5, 1];
    const turned = positions.rotary(x, { positions: at, base: 50, pairs });
    for (const [b, p, i] of [
      [0, 0, 0],
      [1, 3, 2],
      [0, 4, 1],
    ] as const) {
      const [first, second] = pairs === "halves" ? [i, i + 3] : [2 * i, 2 * i + 1];
      const angle = at[p]! * 50 ** ((-2 * i) / 6);
      const [u, v] = [x.get(b, p, first), x.get(b, p, second)];
      expect(turned.get(b, p, first)).toBeCloseTo(u * Math.cos(angle) - v * Math.sin(angle), 13);
      expect(turned.get(b, p, second)).toBeCloseTo(u * Math.sin(angle) + v * Math.cos(angle), 13);
    }
  });

  test("makes dot products depend on the distance of positions alone", () => {
    const [q, k] = [sample([1, 8], 1), sample([1, 8], 2)];
    const at = (p: number, of: typeof q) => positions.rotary(of, { positions: [p] });
    const product = (i: number, j: number) => scores.dot()(at(i, q), at(j, k)).get(0, 0);
    expect(product(9, 4)).toBeCloseTo(product(5, 0), 12);
    expect(product(105, 100)).toBeCloseTo(product(5, 0), 11);
  });

  test("leaves components beyond the dimension alone, keeps lengths, and does nothing at position 0", () => {
    const part = positions.rotary(x, { dimension: 2 });
    expect(largestDifference(part.lo(0, 0, 2) as typeof x, x.lo(0, 0, 2) as typeof x)).toBe(0);
    const norms = (t: typeof x) => ops.sum(ops.square(t), { axis: -1 });
    expect(largestDifference(norms(positions.rotary(x)), norms(x))).toBeLessThan(1e-14);
    expect(largestDifference(positions.rotary(x, { positions: [0, 0, 0, 0, 0] }), x)).toBe(0);
  });

  test("passes the gradient of central differences, and a second one", () => {
    const options = { pairs: "halves", dimension: 4 } as const;
    expect(checkGradient((t) => positions.rotary(t, options), x)).toBeLessThan(1e-8);
    expect(checkGradient((t) => ops.square(positions.rotary(t)), x)).toBeLessThan(1e-8);
  });
});

describe("positions.alibi(heads, n, m)", () => {
  test("falls with the distance, by slopes 2^(−8h/H)", () => {
    const bias = positions.alibi(8, 3, 5, { offset: 2 });
    for (const [h, i, j] of [
      [0, 0, 0],
      [7, 2, 1],
      [3, 1, 4],
    ] as const) {
      expect(bias.get(h, i, j)).toBe(-(2 ** -(h + 1)) * Math.abs(i + 2 - j));
    }
  });

  test("takes every second slope of twice the power for heads that are no power of two", () => {
    const slopes = positions.alibi(6, 1, 2);
    const found = Array.from({ length: 6 }, (_, h) => -slopes.get(h, 0, 1));
    expect(found).toEqual([2 ** -2, 2 ** -4, 2 ** -6, 2 ** -8, 2 ** -1, 2 ** -3]);
  });
});

test("positions.relativeBias(table, n, m) looks up the clipped distance, and passes the table's gradient", () => {
  const table = sample([2, 5]); // distances −2 … 2
  const bias = positions.relativeBias(table, 3, 7, { offset: 1 });
  expect(bias.shape).toEqual([2, 3, 7]);
  for (const [h, i, j] of [
    [0, 0, 0],
    [1, 2, 6],
    [1, 0, 1],
    [0, 2, 2],
  ] as const) {
    expect(bias.get(h, i, j)).toBe(table.get(h, Math.min(2, Math.max(-2, j - i - 1)) + 2));
  }
  expect(checkGradient((t) => positions.relativeBias(t, 3, 7), table)).toBeLessThan(1e-8);
});
