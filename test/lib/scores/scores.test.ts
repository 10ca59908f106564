import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  allClose,
  grad,
  largestDifference,
  ops,
  type Score,
  scores,
  type Tensor,
  tensor,
  toArray,
} from "../../../lib/index.ts";
import { layouts, places } from "../layouts.ts";
import { distanceOf, dotOf, matrixAt, meanOf, normOf, type PairScore, scoresOf, sumOf } from "../naive.ts";
import { sample } from "../samples.ts";

const d = 5;
const W = sample([d, d], 11);
const [Wq, Wk, w] = [sample([d, 11], 12), sample([d, 11], 13), sample([11], 14)];
const rows = (t: Tensor) => toArray(t) as number[][];
const centred = (x: readonly number[]) => x.map((value) => value - meanOf(x));
const cosineOf: PairScore = (q, k) => dotOf(q, k) / (normOf(q) * normOf(k));
const columns = (t: Tensor) => rows(ops.transpose(t));

/** Every score, beside its formula for one query and one key. */
const formulas: readonly [call: string, score: Score, formula: PairScore][] = [
  ["dot()", scores.dot(), dotOf],
  ["scaledDot()", scores.scaledDot(), (q, k) => dotOf(q, k) / Math.sqrt(d)],
  ["scaledDot({ scale: 0.3 })", scores.scaledDot({ scale: 0.3 }), (q, k) => 0.3 * dotOf(q, k)],
  ["bilinear(W)", scores.bilinear(W), (q, k) => sumOf(q.map((x, i) => x * dotOf(rows(W)[i]!, k)))],
  [
    "additive({ Wq, Wk, w })",
    scores.additive({ Wq, Wk, w }),
    (q, k) => {
      const hidden = columns(Wq).map((column, h) => Math.tanh(dotOf(column, q) + dotOf(columns(Wk)[h]!, k)));
      return dotOf(hidden, [...w.data]);
    },
  ],
  ["cosine()", scores.cosine(), cosineOf],
  ["cosine({ temperature: 0.2 })", scores.cosine({ temperature: 0.2 }), (q, k) => cosineOf(q, k) / 0.2],
  ["pearson()", scores.pearson(), (q, k) => cosineOf(centred(q), centred(k))],
  ["negativeSquaredDistance()", scores.negativeSquaredDistance(), (q, k) => -(distanceOf(q, k) ** 2) / 2],
  [
    "negativeSquaredDistance({ bandwidth: 3 })",
    scores.negativeSquaredDistance({ bandwidth: 3 }),
    (q, k) => -(distanceOf(q, k) ** 2) / 18,
  ],
  ["negativeDistance()", scores.negativeDistance(), (q, k) => -distanceOf(q, k)],
  [
    "kernel(u ↦ e^−u²)",
    scores.kernel((u) => ops.exp(ops.negate(ops.square(u)))),
    (q, k) => Math.exp(-(distanceOf(q, k) ** 2)),
  ],
];

describe.each(formulas)("scores.%s", (_, score, formula) => {
  test("is its formula for every query and key of every batch entry, in any layout", () => {
    const leads = fc.constantFrom<[number[], number[], number[]]>([[], [], []], [[3], [], [3]], [[2, 1], [3], [2, 3]]);
    const length = fc.integer({ min: 1, max: 7 });
    fc.assert(
      fc.property(leads, length, length, fc.nat(4), fc.nat(4), ([leadQ, leadK, lead], n, m, i, j) => {
        const q = layouts(sample([...leadQ, n, d], 1))[i]![1];
        const k = layouts(sample([...leadK, m, d], 2))[j]![1];
        const found = score(q, k);
        expect(found.shape).toEqual([...lead, n, m]);
        for (const place of places(lead)) {
          const exact = tensor(scoresOf(matrixAt(q, place), matrixAt(k, place), formula));
          expect(largestDifference(tensor(matrixAt(found, place)), exact)).toBeLessThan(1e-13);
        }
      }),
      { numRuns: 30 },
    );
  });

  test("permutes with its queries and keys", () => {
    const [q, k] = [sample([3, d]), sample([7, d], 2)];
    const [p, r] = [
      [2, 0, 1],
      [6, 1, 0, 5, 3, 2, 4],
    ];
    const permuted = ops.transpose(ops.take(ops.transpose(ops.take(score(q, k), p)), r));
    expect(largestDifference(score(ops.take(q, p), ops.take(k, r)), permuted)).toBeLessThan(1e-15);
  });

  test("keeps NaN in its own row and column", () => {
    const q = sample([3, d]);
    const k = sample([7, d], 2);
    const clean = rows(score(q, k));
    const found = (q: Tensor, k: Tensor) => rows(score(q, k));
    expect(found(withNaN(q, 1), k)).toEqual(clean.map((row, i) => (i === 1 ? row.map(() => Number.NaN) : row)));
    expect(found(q, withNaN(k, 4))).toEqual(clean.map((row) => row.map((x, j) => (j === 4 ? Number.NaN : x))));
  });
});

function withNaN(t: Tensor, row: number): Tensor {
  return tensor(
    t.data.map((x, i) => (Math.floor(i / d) === row ? Number.NaN : x)),
    t.shape,
  );
}

const q = sample([3, d]);
const k = sample([7, d], 2);

describe("scores of numbers on paper", () => {
  const one = tensor([[1, 2, 2]]);
  const two = tensor([
    [2, 0, 1],
    [-1, -2, -2],
  ]);

  test("dot, scaledDot", () => {
    expect(toArray(scores.dot()(one, two))).toEqual([[4, -9]]);
    expect(toArray(scores.scaledDot({ scale: 0.5 })(one, two))).toEqual([[2, -4.5]]);
  });

  test("bilinear: qᵀ·W·k with W of 2 × 3", () => {
    const by = tensor([
      [1, 0, 2],
      [0, 3, 0],
    ]);
    expect(toArray(scores.bilinear(by)(tensor([[5, 7]]), two))).toEqual([[5 * 2 + 10 * 1, 5 * -1 + 21 * -2 + 10 * -2]]);
  });

  test("additive: w·tanh(Wqᵀ·q + Wkᵀ·k) with d_q = 1, d_k = 2", () => {
    const params = {
      Wq: tensor([[1, 0]]),
      Wk: tensor([
        [0, 1],
        [0, 2],
      ]),
      w: tensor([2, 10]),
    };
    const [[found]] = rows(scores.additive(params)(tensor([[0.5]]), tensor([[0.1, 0.2]]))) as [[number]];
    expect(found).toBeCloseTo(2 * Math.tanh(0.5) + 10 * Math.tanh(0.5), 14);
  });

  test("cosine of a vector with itself is 1, with its negative −1, with a perpendicular 0", () => {
    const by = tensor([
      [2, 4, 4],
      [-1, -2, -2],
      [2, -1, 0],
    ]);
    expect(allClose(scores.cosine()(one, by), tensor([[1, -1, 0]]))).toBe(true);
  });

  test("pearson of straight lines is 1 and −1", () => {
    expect(
      allClose(
        scores.pearson()(
          tensor([[1, 2, 3]]),
          tensor([
            [10, 20, 30],
            [7, 6, 5],
          ]),
        ),
        tensor([[1, -1]]),
      ),
    ).toBe(true);
  });

  test("negativeSquaredDistance, negativeDistance, kernel", () => {
    const far = tensor([[4, 6, 2]]); // 5 from [1, 2, 2]
    expect(toArray(scores.negativeSquaredDistance()(one, far))).toEqual([[-12.5]]);
    expect(toArray(scores.negativeSquaredDistance({ bandwidth: 5 })(one, far))).toEqual([[-0.5]]);
    expect(toArray(scores.negativeDistance()(one, far))).toEqual([[-5]]);
    expect(toArray(scores.kernel((u) => ops.relu(ops.subtract(7, u)))(one, far))).toEqual([[2]]);
  });
});

test("scores.scaledDot({ scale }) on keys is the scale on scores", () => {
  expect(allClose(scores.scaledDot({ scale: 3 })(q, k), scores.dot()(q, ops.multiply(k, 3)))).toBe(true);
  expect(allClose(scores.scaledDot({ scale: 3 })(q, k), ops.multiply(3, scores.dot()(q, k)))).toBe(true);
});

test("scores.bilinear(identity) is scores.dot()", () => {
  const identity = tensor(Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => Number(i === j))));
  expect(largestDifference(scores.bilinear(identity)(q, k), scores.dot()(q, k))).toBe(0);
});

test("scores.cosine() lies in [−1, 1] and ignores positive lengths", () => {
  const found = scores.cosine()(q, k);
  expect([...found.data].every((x) => Math.abs(x) <= 1 + 1e-15)).toBe(true);
  expect(allClose(scores.cosine()(ops.multiply(q, 7), ops.multiply(k, 0.01)), found)).toBe(true);
});

test("scores.cosine() with a vector of zeros, and scores.pearson() with a constant one, are 0, with gradient 0", () => {
  const zero = tensor([[0, 0, 0, 0, 0]]);
  const constant = tensor([[2, 2, 2, 2, 2]]);
  for (const [score, x] of [
    [scores.cosine(), zero],
    [scores.pearson(), constant],
  ] as const) {
    expect(toArray(score(x, k))).toEqual([[0, 0, 0, 0, 0, 0, 0]]);
    expect(toArray(grad((y) => ops.sum(score(y, k)))(x))).toEqual([[0, 0, 0, 0, 0]]);
  }
});

test("scores.pearson() is scores.cosine() of centred vectors, and ignores shifts and positive factors", () => {
  const centre = (x: Tensor) => ops.subtract(x, ops.mean(x, { axis: -1, keepDims: true }));
  const found = scores.pearson()(q, k);
  expect(allClose(found, scores.cosine()(centre(q), centre(k)))).toBe(true);
  expect(allClose(found, scores.pearson()(ops.add(ops.multiply(q, 3), 11), ops.subtract(k, 5)))).toBe(true);
});

test("scores of distance do not change when queries and keys move together", () => {
  const by = sample([1, d], 3);
  for (const score of [
    scores.negativeSquaredDistance(),
    scores.negativeDistance(),
    scores.kernel((u) => ops.exp(ops.negate(u))),
  ]) {
    expect(allClose(score(ops.add(q, by), ops.add(k, by)), score(q, k))).toBe(true);
  }
});

test("scores.negativeDistance() has gradient 0 where query and key coincide", () => {
  const found = grad((x) => ops.sum(scores.negativeDistance()(x, q)))(q);
  const alone = grad((x) => ops.sum(scores.negativeDistance()(x, x)))(ops.take(q, [0]));
  expect([...found.data].every(Number.isFinite)).toBe(true);
  expect(toArray(alone)).toEqual([[0, 0, 0, 0, 0]]);
});
