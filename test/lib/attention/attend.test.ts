import fc from "fast-check";
import ndarray from "ndarray";
import { describe, expect, test } from "vitest";
import {
  attend,
  attentionWeights,
  largestDifference,
  masks,
  ops,
  type Score,
  scores,
  type Tensor,
  tensor,
  toArray,
} from "../../../lib/index.ts";
import { layouts, places } from "../layouts.ts";
import { compositions, sizes } from "../masks/compositions.ts";
import { attentionOf, distanceOf, dotOf, matrixAt, meanOf, normOf, type PairScore, sumOf } from "../naive.ts";
import { sample } from "../samples.ts";

const d = 5;
const [q, k, v] = [sample([2, 1, 5, d], 1), sample([3, 7, d], 2), sample([2, 1, 7, 11], 3)];
const W = sample([d, d], 4);
const additive = { Wq: sample([d, 2], 5), Wk: sample([d, 2], 6), w: sample([2], 7) };
const rows = (t: Tensor) => toArray(t) as number[][];
const columns = (t: Tensor) => rows(ops.transpose(t));
const centred = (x: readonly number[]) => x.map((value) => value - meanOf(x));
const cosineOf: PairScore = (a, b) => dotOf(a, b) / (normOf(a) * normOf(b));

const formulas: readonly [name: string, score: Score, formula: PairScore][] = [
  ["dot", scores.dot(), dotOf],
  ["scaledDot", scores.scaledDot(), (a, b) => dotOf(a, b) / Math.sqrt(d)],
  ["bilinear", scores.bilinear(W), (a, b) => sumOf(a.map((x, i) => x * dotOf(rows(W)[i]!, b)))],
  [
    "additive",
    scores.additive(additive),
    (a, b) =>
      dotOf(
        columns(additive.Wq).map((column, h) => Math.tanh(dotOf(column, a) + dotOf(columns(additive.Wk)[h]!, b))),
        [...additive.w.data],
      ),
  ],
  ["cosine", scores.cosine(), cosineOf],
  ["pearson", scores.pearson(), (a, b) => cosineOf(centred(a), centred(b))],
  ["negativeSquaredDistance", scores.negativeSquaredDistance(), (a, b) => -(distanceOf(a, b) ** 2) / 2],
  ["negativeDistance", scores.negativeDistance(), (a, b) => -distanceOf(a, b)],
  ["kernel", scores.kernel((u) => ops.relu(ops.subtract(2, u))), (a, b) => Math.max(2 - distanceOf(a, b), 0)],
];

test("attend(q, k, v) of numbers on paper", () => {
  // d = 1: scores 0 and ln 3 for the first query, 0 and 0 for the second.
  const found = attend(
    tensor([[Math.log(3)], [0]]),
    tensor([[0], [1]]),
    tensor([
      [4, 0],
      [8, 100],
    ]),
  );
  expect(
    largestDifference(
      found.scores,
      tensor([
        [0, Math.log(3)],
        [0, 0],
      ]),
    ),
  ).toBe(0);
  expect(
    largestDifference(
      found.weights,
      tensor([
        [0.25, 0.75],
        [0.5, 0.5],
      ]),
    ),
  ).toBeLessThan(1e-15);
  expect(
    largestDifference(
      found.output,
      tensor([
        [7, 75],
        [6, 50],
      ]),
    ),
  ).toBeLessThan(1e-13);
});

describe.each(formulas)("attend(q, k, v, { score: %s })", (_, score, formula) => {
  test("is the three loops of its definition for every batch entry, under any mask", () => {
    fc.assert(
      fc.property(compositions, ({ mask, allows }) => {
        const { output, weights } = attend(q, k, v, { score, mask });
        expect([output.shape, weights.shape]).toEqual([
          [2, 3, 5, 11],
          [2, 3, 5, 7],
        ]);
        for (const lead of places(sizes.lead)) {
          const [a, b, c] = [q, k, v].map((t) => matrixAt(t, lead)) as [number[][], number[][], number[][]];
          const exact = attentionOf(a, b, c, formula, (i, j) => allows(i, j, lead));
          expect(largestDifference(tensor(matrixAt(weights, lead)), tensor(exact.weights))).toBeLessThan(1e-13);
          expect(largestDifference(tensor(matrixAt(output, lead)), tensor(exact.output))).toBeLessThan(1e-13);
        }
      }),
      { numRuns: 20 },
    );
  });
});

test("attend(q, k, v) of a batch is what it is for each entry", () => {
  const whole = attend(q, k, v);
  for (const lead of places([2, 3])) {
    const [a, b, c] = [q, k, v].map((t) => tensor(matrixAt(t, lead))) as [Tensor, Tensor, Tensor];
    const alone = attend(a, b, c);
    for (const part of ["output", "weights", "scores"] as const) {
      expect(largestDifference(tensor(matrixAt(whole[part], lead)), alone[part])).toBe(0);
    }
  }
});

test("attend(q, k, v) lets v have leading axes of its own", () => {
  const found = attend(sample([5, d]), sample([7, d], 2), sample([3, 7, 2], 3));
  expect([found.output.shape, found.weights.shape]).toEqual([
    [3, 5, 2],
    [5, 7],
  ]);
});

test("attend(q, k, v) takes any views", () => {
  const dense = attend(q, k, v, { mask: masks.causal() }).output;
  fc.assert(
    fc.property(fc.nat(4), fc.nat(4), fc.nat(4), (a, b, c) => {
      const found = attend(layouts(q)[a]![1], layouts(k)[b]![1], layouts(v)[c]![1], { mask: masks.causal() }).output;
      expect(largestDifference(found, dense)).toBe(0);
    }),
  );
});

test("attend(q, k, v).weights are attentionWeights(q, k), and its scores those of the score", () => {
  const options = { score: scores.cosine(), mask: masks.causal() };
  const found = attend(q, k, v, options);
  expect(largestDifference(found.weights, attentionWeights(q, k, options))).toBe(0);
  expect(largestDifference(found.scores, scores.cosine()(q, k))).toBe(0);
});

test("attend(q, k, v) permutes its rows with the queries, and not at all with the pairs of key and value", () => {
  const [a, b, c] = [sample([3, d]), sample([7, d], 2), sample([7, 2], 3)];
  const p = [3, 0, 6, 1, 5, 2, 4];
  const found = attend(a, b, c);
  expect(largestDifference(attend(ops.take(a, [2, 0, 1]), b, c).output, ops.take(found.output, [2, 0, 1]))).toBe(0);
  expect(largestDifference(attend(a, ops.take(b, p), ops.take(c, p)).output, found.output)).toBeLessThan(1e-15);
});

test("attend(q, k, v) gives outputs between the least and the greatest value", () => {
  const { output } = attend(q, k, v);
  expect(Math.max(...output.data)).toBeLessThanOrEqual(Math.max(...v.data));
  expect(Math.min(...output.data)).toBeGreaterThanOrEqual(Math.min(...v.data));
});

describe("attend(q, k, v, { bias })", () => {
  const [a, b, c] = [sample([3, d]), sample([7, d], 2), sample([7, 2], 3)];

  test("adds it to the scores, broadcast", () => {
    for (const shape of [[3, 7], [7], [3, 1], [1, 1]]) {
      const bias = sample(shape, 4);
      const found = attend(a, b, c, { bias });
      expect(largestDifference(found.scores, ops.add(scores.scaledDot()(a, b), bias))).toBe(0);
    }
  });

  test("that is the same for a whole row changes no weight", () => {
    const found = attend(a, b, c, { bias: sample([3, 1], 4) });
    expect(largestDifference(found.weights, attend(a, b, c).weights)).toBeLessThan(1e-15);
  });

  test("of −∞ is a mask", () => {
    const bias = tensor(Array.from({ length: 7 }, (_, j) => (j < 4 ? 0 : Number.NEGATIVE_INFINITY)));
    const masked = attend(a, b, c, { mask: masks.prefix(4) });
    expect(largestDifference(attend(a, b, c, { bias }).output, masked.output)).toBe(0);
  });
});

describe("attend(q, k, v, { mask })", () => {
  test("takes a tensor of 0 and 1 for what a Mask says, in any view and broadcast", () => {
    const bits = masks.toTensor(masks.causal({ offset: 1 }), 5, 7);
    const expected = attend(q, k, v, { mask: masks.causal({ offset: 1 }) }).output;
    const backwards = ndarray(bits.data.slice().reverse(), [5, 7]).step(-1, -1);
    const wide = masks.toTensor(masks.causal({ offset: 1 }), 5, 7, [2, 3]);
    for (const mask of [bits, backwards, wide])
      expect(largestDifference(attend(q, k, v, { mask }).output, expected)).toBe(0);
    const row = ndarray(Uint8Array.of(1, 1, 0, 0, 0, 0, 0), [1, 7]);
    expect(
      largestDifference(attend(q, k, v, { mask: row }).output, attend(q, k, v, { mask: masks.prefix(2) }).output),
    ).toBe(0);
  });

  test("counts the leading axes that q and k broadcast to", () => {
    const lengths = [2, 5];
    const { weights } = attend(q, k, v, { mask: masks.padding(lengths) });
    for (const [a, b, i, j] of places(weights.shape)) expect(weights.get(a!, b!, i!, j!) > 0).toBe(j! < lengths[a!]!);
  });

  test("leaves the scores it returns unmasked", () => {
    const { scores: found } = attend(q, k, v, { mask: masks.causal() });
    expect(largestDifference(found, scores.scaledDot()(q, k))).toBe(0);
  });
});

describe("attend(q, k, v, { score, normalize })", () => {
  test("takes functions that someone wrote", () => {
    const { weights, output } = attend(sample([3, 2]), sample([7, d]), sample([7, 2]), {
      score: (a, _) => ops.broadcastTo(ops.sum(a, { axis: -1, keepDims: true }), [3, 7]),
      normalize: (s) => ops.sigmoid(s),
    });
    expect([weights.shape, output.shape]).toEqual([
      [3, 7],
      [3, 2],
    ]);
    expect(weights.get(1, 2)).toBe(weights.get(1, 5));
  });
});
