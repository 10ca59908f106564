import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  grad,
  jacobian,
  largestDifference,
  normalizers,
  ops,
  tensor,
  toArray,
  type Value,
} from "../../../lib/index.ts";
import { layouts, places } from "../layouts.ts";
import { softmaxOf, sumOf } from "../naive.ts";
import { sample } from "../samples.ts";

const { NaN: nan, NEGATIVE_INFINITY: minusInfinity, POSITIVE_INFINITY: infinity } = Number;
const softmax = normalizers.softmax();
const rows = (...of: number[][]) => toArray(softmax(tensor(of))) as number[][];

const score = fc.oneof(
  { weight: 5, arbitrary: fc.double({ min: -50, max: 50, noNaN: true }) },
  { weight: 1, arbitrary: fc.constant(minusInfinity) },
);
const row = fc.array(score, { minLength: 1, maxLength: 11 });

test("normalizers.softmax()(scores) of numbers on paper", () => {
  expect(
    largestDifference(
      softmax(
        tensor([
          [0, Math.log(3)],
          [Math.log(4), 0],
        ]),
      ),
      tensor([
        [0.25, 0.75],
        [0.8, 0.2],
      ]),
    ),
  ).toBeLessThan(2e-16);
  expect(rows([5, 5, 5, 5])).toEqual([[0.25, 0.25, 0.25, 0.25]]);
  expect(rows([7])).toEqual([[1]]);
});

test("normalizers.softmax()(scores) is e^sⱼ / Σ e^sₗ, row by row, in any layout", () => {
  const scores = sample([2, 3, 5]);
  for (const [, view] of layouts(scores)) {
    const weights = softmax(view);
    for (const [b, i] of places([2, 3])) {
      const of = (t: typeof scores) => Array.from({ length: 5 }, (_, j) => t.get(b!, i!, j));
      expect(largestDifference(tensor(of(weights)), tensor(softmaxOf(of(scores))))).toBeLessThan(1e-15);
    }
  }
});

test("normalizers.softmax()(scores) has rows that sum to 1, weights in [0, 1], and the order of the scores", () => {
  fc.assert(
    fc.property(row, (scores) => {
      const [weights] = rows(scores) as [number[]];
      expect(sumOf(weights)).toBeCloseTo(scores.every((s) => s === minusInfinity) ? 0 : 1, 13);
      scores.forEach((s, j) => {
        expect(weights[j]).toBeGreaterThanOrEqual(0);
        if (s === minusInfinity) expect(weights[j]).toBe(0);
        for (const [l, t] of scores.entries()) if (s > t) expect(weights[j]).toBeGreaterThanOrEqual(weights[l]!);
      });
    }),
  );
});

test("normalizers.softmax()(scores) does not change when a row is shifted", () => {
  fc.assert(
    fc.property(row, fc.integer({ min: -1000, max: 1000 }), (scores, by) => {
      const exact = scores.map((s) => Math.round(s * 8) / 8); // sums without rounding
      expect(rows(exact.map((s) => s + by))).toEqual(rows(exact));
    }),
  );
});

test("normalizers.softmax()(scores) permutes with its columns and rows", () => {
  const scores = sample([3, 5]);
  const p = [4, 2, 0, 1, 3];
  const columns = (t: typeof scores) => ops.transpose(ops.take(ops.transpose(t), p));
  expect(largestDifference(softmax(columns(scores)), columns(softmax(scores)))).toBeLessThan(1e-15);
  expect(largestDifference(softmax(ops.take(scores, [2, 0, 1])), ops.take(softmax(scores), [2, 0, 1]))).toBe(0);
});

test("normalizers.softmax()(scores) takes scores of any size", () => {
  expect(rows([1e300, -1e300, 1e300])).toEqual([[0.5, 0, 0.5]]);
  expect(rows([-1e300, -1e300])).toEqual([[0.5, 0.5]]);
  expect(rows([1.7e308, -1.7e308])).toEqual([[1, 0]]);
  expect(rows([1e300, minusInfinity])).toEqual([[1, 0]]);
});

test("normalizers.softmax()(scores) gives −∞ weight 0, a row of −∞ zeros, and NaN or +∞ a row of NaN", () => {
  expect(
    rows(
      [minusInfinity, 0, minusInfinity],
      [minusInfinity, minusInfinity, minusInfinity],
      [nan, 0, 1],
      [0, infinity, 1],
      [0, 0, minusInfinity],
    ),
  ).toEqual([
    [0, 1, 0],
    [0, 0, 0],
    [nan, nan, nan],
    [nan, nan, nan],
    [0.5, 0.5, 0],
  ]);
});

test("normalizers.softmax()(scores) has gradient 0 in a row of −∞, and at −∞", () => {
  const by = sample([3, 2]);
  const scores = tensor([
    [minusInfinity, minusInfinity],
    [0, minusInfinity],
    [0, 0],
  ]);
  const gradient = toArray(grad((x) => ops.sum(ops.multiply(by, softmax(x))))(scores)) as number[][];
  const [g0, g1] = [by.get(2, 0), by.get(2, 1)];
  expect(gradient.slice(0, 2)).toEqual([
    [0, 0],
    [0, 0],
  ]);
  expect(gradient[2]![0]).toBeCloseTo((g0 - g1) / 4, 15);
  expect(gradient[2]![1]).toBeCloseTo((g1 - g0) / 4, 15);
});

test("jacobian(softmax)(x) is diag(p) − p·pᵀ", () => {
  const x = sample([1, 5]);
  const p = softmaxOf([...x.data]);
  const J = ops.reshape(jacobian((y) => softmax(y))(x), [5, 5]);
  const exact = tensor(p.map((pi, i) => p.map((pj, j) => (i === j ? pi : 0) - pi * pj)));
  expect(largestDifference(J, exact)).toBeLessThan(1e-15);
});

describe("normalizers.softmax({ temperature })", () => {
  test("divides the scores", () => {
    const scores = sample([3, 5]);
    const weights = normalizers.softmax({ temperature: 0.3 })(scores);
    expect(largestDifference(weights, softmax(ops.divide(scores, 0.3)))).toBe(0);
  });

  test("goes from the highest score alone to the same weight for all", () => {
    const scores = tensor([[1, 3, 2, 3.1]]);
    expect(toArray(normalizers.softmax({ temperature: 1e-4 })(scores))).toEqual([[0, 0, 0, 1]]);
    expect(
      largestDifference(normalizers.softmax({ temperature: 1e9 })(scores), tensor([[0.25, 0.25, 0.25, 0.25]])),
    ).toBeLessThan(1e-9);
  });

  test("may be learned: a tensor of one element, in any rank", () => {
    const scores = sample([3, 5]);
    for (const shape of [[], [1], [1, 1, 1]]) {
      const weights = normalizers.softmax({ temperature: tensor([0.3], shape) })(scores);
      expect(weights.shape).toEqual([3, 5]);
      expect(largestDifference(weights, normalizers.softmax({ temperature: 0.3 })(scores))).toBe(0);
    }
  });

  test("has the derivative −Σⱼ wⱼ(sⱼ − s̄)vⱼ/τ² for the mean Σ wⱼvⱼ", () => {
    const [s, v, t] = [[0.5, -1, 2], [3, 5, 7], 1.3];
    const weights = softmaxOf(s.map((x) => x / t));
    const meanScore = sumOf(weights.map((w, j) => w * s[j]!));
    const exact = -sumOf(weights.map((w, j) => w * (s[j]! - meanScore) * v[j]!)) / t ** 2;
    const f = (temperature: Value): Value =>
      ops.sum<Value>(ops.multiply<Value>(tensor(v), normalizers.softmax<Value>({ temperature })<Value>(tensor([s]))));
    expect(toArray(grad(f)(tensor(t)))).toBeCloseTo(exact, 13);
  });

  test("passes no gradient through masked scores to a learned temperature", () => {
    const scores = tensor([
      [1, minusInfinity, 2],
      [minusInfinity, minusInfinity, minusInfinity],
    ]);
    const f = (temperature: Value): Value =>
      ops.sum<Value>(
        ops.multiply<Value>(tensor([3, nan, 5]), normalizers.softmax<Value>({ temperature })<Value>(scores)),
      );
    expect(Number.isNaN(toArray(grad(f)(tensor(1))) as number)).toBe(false);
  });
});

test("normalizers.softmax({ sink })(scores) does not overflow for large scores beside a large sink", () => {
  const large = normalizers.softmax({ sink: 1001 })(tensor([[1000, 1002]]));
  expect(largestDifference(large, normalizers.softmax({ sink: 1 })(tensor([[0, 2]])))).toBe(0);
});
