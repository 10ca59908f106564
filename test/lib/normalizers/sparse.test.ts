import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  checkGradient,
  grad,
  hessian,
  jacobian,
  largestDifference,
  normalizers,
  ops,
  tensor,
  toArray,
  type Variable,
} from "../../../lib/index.ts";
import { sumOf } from "../naive.ts";
import { sample } from "../samples.ts";

const { NaN: nan, NEGATIVE_INFINITY: minusInfinity } = Number;
const weightsOf = (normalize: ReturnType<typeof normalizers.sparsemax>, row: readonly number[]): number[] =>
  (toArray(normalize(tensor([row]))) as number[][])[0]!;

const row = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 1, maxLength: 11 });
const all = {
  sparsemax: normalizers.sparsemax(),
  entmax15: normalizers.entmax15(),
  sigmoid: normalizers.sigmoid(),
  topK: normalizers.topK(3),
  hardmax: normalizers.hardmax(),
};

// The threshold found by halving, where the formulas of the library sort.
function thresholdOf(scores: readonly number[], weight: (excess: number) => number): number {
  let [low, high] = [Math.min(...scores) - 2, Math.max(...scores)];
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (sumOf(scores.map((s) => weight(Math.max(0, s - middle)))) > 1) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

test("normalizers.sparsemax()(scores) of numbers on paper", () => {
  expect(weightsOf(all.sparsemax, [1, 2, 3])).toEqual([0, 0, 1]);
  expect(weightsOf(all.sparsemax, [0, 0.5])).toEqual([0.25, 0.75]);
  expect(weightsOf(all.sparsemax, [7, 7, 7, 7])).toEqual([0.25, 0.25, 0.25, 0.25]);
});

test("normalizers.sparsemax()(scores) is max(s − τ, 0) with sum 1", () => {
  fc.assert(
    fc.property(row, (scores) => {
      const threshold = thresholdOf(scores, (x) => x);
      const expected = scores.map((s) => Math.max(0, s - threshold));
      weightsOf(all.sparsemax, scores).forEach((weight, j) => {
        expect(Math.abs(weight - expected[j]!)).toBeLessThan(1e-13);
      });
    }),
  );
});

test("normalizers.entmax15()(scores) is max(s/2 − τ, 0)² with sum 1", () => {
  fc.assert(
    fc.property(row, (scores) => {
      const halves = scores.map((s) => s / 2);
      const threshold = thresholdOf(halves, (x) => x * x);
      const expected = halves.map((s) => Math.max(0, s - threshold) ** 2);
      weightsOf(all.entmax15, scores).forEach((weight, j) => {
        expect(Math.abs(weight - expected[j]!)).toBeLessThan(1e-13);
      });
    }),
  );
});

test("normalizers.topK(k)(scores) is softmax over the k highest, the first of equals", () => {
  expect(weightsOf(normalizers.topK(2), [1, Math.log(3), 0, Math.log(9)])).toEqual([
    0,
    expect.closeTo(0.25, 14),
    0,
    expect.closeTo(0.75, 14),
  ]);
  expect(weightsOf(normalizers.topK(1), [5, 5, 5])).toEqual([1, 0, 0]);
  expect(weightsOf(normalizers.topK(9), [1, 2, 3])).toEqual(weightsOf(normalizers.softmax(), [1, 2, 3]));
});

test("normalizers.hardmax()(scores) is the first highest, and its gradient is 0", () => {
  expect(weightsOf(all.hardmax, [1, 3, 3, 2])).toEqual([0, 1, 0, 0]);
  const gradient = grad((x) => ops.sum(ops.square(all.hardmax(x))))(sample([2, 5]));
  expect(toArray(gradient)).toEqual([
    [0, 0, 0, 0, 0],
    [0, 0, 0, 0, 0],
  ]);
});

test("normalizers.sumNormalize()(scores) divides by the row's sum; nobody in reach gives zeros", () => {
  const scores = tensor([
    [1, 3, minusInfinity],
    [0, 0, 0],
  ]);
  expect(toArray(normalizers.sumNormalize()(scores))).toEqual([
    [0.25, 0.75, 0],
    [0, 0, 0],
  ]);
});

describe.each(Object.entries(all))("normalizers.%s()(scores)", (name, normalize) => {
  test("gives masked positions 0, a fully masked row zeros, and leaves the others as without them", () => {
    const scores = [2, 0.5, 1, 0.25];
    const masked = [minusInfinity, 2, 0.5, minusInfinity, 1, 0.25];
    const open = weightsOf(normalize, scores);
    expect(weightsOf(normalize, masked)).toEqual([0, open[0], open[1], 0, open[2], open[3]]);
    expect(weightsOf(normalize, [minusInfinity, minusInfinity])).toEqual([0, 0]);
  });

  test("keeps a NaN in its row", () => {
    const [first, second] = toArray(
      normalize(
        tensor([
          [1, nan, 2],
          [1, 0, 2],
        ]),
      ),
    ) as number[][];
    expect(first!.some(Number.isNaN)).toBe(true);
    expect(second).toEqual(weightsOf(normalize, [1, 0, 2]));
  });

  test("passes the gradient of central differences, and none through a fully masked row", () => {
    expect(checkGradient((x) => normalize(x), sample([3, 7], 5))).toBeLessThan(1e-8);
    const masked = tensor([[minusInfinity, minusInfinity]]);
    expect(toArray(grad((x) => ops.sum(normalize(x)))(masked))).toEqual([[0, 0]]);
  });

  test("sums to 1, but for gates", () => {
    fc.assert(
      fc.property(row, (scores) => {
        if (name !== "sigmoid") expect(sumOf(weightsOf(normalize, scores))).toBeCloseTo(1, 12);
        for (const weight of weightsOf(normalize, scores)) expect(weight).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});

test.each(Object.entries({ softmax: normalizers.softmax(), ...all }))(
  "normalizers.%s() has the Hessian JᵀJ of ½‖w(x) − w‖² where w(x) = w: where cotangents are 0, their change counts",
  (_, normalize) => {
    const x = tensor([[0.3, -0.2, 0.5, 0.1, 0.4]]);
    const w = normalize(x);
    const half = (y: Variable) => ops.multiply(0.5, ops.sum(ops.square(ops.subtract(normalize(y), w))));
    const H = ops.reshape(hessian(half)(x), [5, 5]);
    const J = ops.reshape(jacobian((y) => normalize(y))(x), [5, 5]);
    expect(largestDifference(H, ops.matmul(ops.transpose(J), J))).toBeLessThan(1e-15);
  },
);

test("normalizers.softmax({ sink })(scores) is softmax with one more logit, whose weight goes nowhere", () => {
  const scores = sample([2, 3, 5]);
  const sink = tensor([[[0.7]], [[-1.5]]]);
  const weights = normalizers.softmax({ sink })(scores);
  for (const [b, i, j] of [
    [0, 0, 0],
    [1, 2, 4],
    [1, 0, 3],
  ] as const) {
    const parts = Array.from({ length: 5 }, (_, l) => Math.exp(scores.get(b, i, l)));
    const expected = parts[j]! / (sumOf(parts) + Math.exp(sink.get(b, 0, 0)));
    expect(weights.get(b, i, j)).toBeCloseTo(expected, 14);
  }
  expect(toArray(normalizers.softmax({ sink: 0 })(tensor([[minusInfinity, minusInfinity]])))).toEqual([[0, 0]]);
  expect(largestDifference(normalizers.softmax({ sink: minusInfinity })(scores), normalizers.softmax()(scores))).toBe(
    0,
  );
  type Params = { scores: Variable; sink: Variable; temperature: Variable };
  const call = ({ scores: x, ...options }: Params) => normalizers.softmax(options)(x);
  expect(checkGradient(call, { scores, sink, temperature: tensor(1.3) })).toBeLessThan(1e-8);
});
