import { describe, expect, test } from "vitest";
import {
  fit,
  grad,
  largestDifference,
  layers,
  losses,
  masks,
  ops,
  optimizers,
  random,
  type Tensor,
  tensor,
  toArray,
  type Variable,
} from "../../../lib/index.ts";
import { dotOf, type Matrix, matrixAt, softmaxOf } from "../naive.ts";
import { noTensor, refuses, wrong } from "../refuses.ts";
import { sample } from "../samples.ts";
import { parameterCount } from "./parameter-count.ts";

const { decomposableAttention, feedForward, initialiseDecomposableAttention } = layers;
const sizes = { d: 5, hidden: 7, classes: 3 };
const params = initialiseDecomposableAttention(random(1), sizes);
const [a, b] = [sample([2, 4, 5], 2), sample([2, 11, 5], 3)];

/** One layer for one vector. */
const layer = (name: keyof typeof params, x: readonly number[]): number[] =>
  toArray(feedForward(params[name], tensor(x))) as number[];
const mix = (weights: readonly number[], rows: Matrix): number[] =>
  rows[0]!.map((_, c) =>
    dotOf(
      weights,
      rows.map((row) => row[c]!),
    ),
  );
const sumRows = (rows: Matrix): number[] =>
  mix(
    rows.map(() => 1),
    rows,
  );

describe("layers.decomposableAttention(params, a, b, options)", () => {
  test("is Eq. 1–5 of the paper, token by token", () => {
    const { logits, weightsA, weightsB } = decomposableAttention(params, a, b);
    expect([logits.shape, weightsA.shape, weightsB.shape]).toEqual([
      [2, 3],
      [2, 4, 11],
      [2, 11, 4],
    ]);
    for (const at of [0, 1]) {
      const [x, y] = [matrixAt(a, [at]), matrixAt(b, [at])];
      const [fx, fy] = [x.map((row) => layer("attend", row)), y.map((row) => layer("attend", row))];
      const alongB = fx.map((p) => softmaxOf(fy.map((q) => dotOf(p, q))));
      const alongA = fy.map((q) => softmaxOf(fx.map((p) => dotOf(p, q))));
      const v1 = sumRows(x.map((row, i) => layer("compare", [...row, ...mix(alongB[i]!, y)])));
      const v2 = sumRows(y.map((row, j) => layer("compare", [...row, ...mix(alongA[j]!, x)])));
      const expected = layer("aggregate", [...v1, ...v2]);
      expect(largestDifference(logits.pick(at) as Tensor, tensor(expected))).toBeLessThan(1e-13);
      expect(largestDifference(weightsA.pick(at) as Tensor, tensor(alongB))).toBeLessThan(1e-14);
      expect(largestDifference(weightsB.pick(at) as Tensor, tensor(alongA))).toBeLessThan(1e-14);
    }
  });

  test("does not mind the order of the tokens", () => {
    const [x, y] = [a.pick(0) as Tensor, b.pick(0) as Tensor];
    const { logits } = decomposableAttention(params, x, y);
    for (const seed of [1, 2, 3]) {
      const stream = random(seed);
      const shuffled = decomposableAttention(
        params,
        ops.take(x, stream.permutation(4)),
        ops.take(y, stream.permutation(11)),
      );
      expect(largestDifference(shuffled.logits, logits)).toBeLessThan(1e-12);
    }
  });

  test("does not mind padding, in value or gradient, whatever it holds", () => {
    const [x, y] = [ops.slice(a, { axis: 1, from: 0, to: 3 }), ops.slice(b, { axis: 1, from: 0, to: 7 })];
    const alone = decomposableAttention(params, x, y);
    const [maskA, maskB] = [masks.padding([3, 3]), masks.padding([7, 7])];
    const loss = (p: layers.DecomposableAttentionParams<Variable>, s: Tensor, t: Tensor, masked: object): Variable =>
      ops.sum(ops.square(decomposableAttention<Variable>(p, s, t, masked).logits));
    const W1 = (s: Tensor, t: Tensor, masked: object) => grad(loss)(params, s, t, masked).attend.W1;
    for (const value of [0, 1000, Number.NaN, Number.POSITIVE_INFINITY]) {
      const padded = (t: Tensor, places: number) =>
        ops.concatenate([t, tensor(new Float64Array(2 * places * 5).fill(value), [2, places, 5])], { axis: 1 });
      const { logits, weightsA } = decomposableAttention(params, padded(x, 1), padded(y, 4), { maskA, maskB });
      expect(largestDifference(logits, alone.logits)).toBe(0);
      expect(largestDifference(weightsA.hi(2, 3, 7) as Tensor, alone.weightsA)).toBe(0);
      expect(largestDifference(W1(padded(x, 1), padded(y, 4), { maskA, maskB }), W1(x, y, {}))).toBe(0);
    }
    const bits = (mask: ReturnType<typeof masks.padding>, m: number) => masks.toTensor(mask, 1, m, [2]);
    const byTensors = { maskA: bits(maskA, 4), maskB: bits(maskB, 11) };
    const byMasks = decomposableAttention(params, a, b, { maskA, maskB }).logits;
    expect(largestDifference(decomposableAttention(params, a, b, byTensors).logits, byMasks)).toBe(0);
  });

  test("broadcasts the leading axes of one sentence against those of the other", () => {
    const one = decomposableAttention(params, a.pick(1) as Tensor, b);
    expect([one.logits.shape, one.weightsA.shape]).toEqual([
      [2, 3],
      [2, 4, 11],
    ]);
    const both = decomposableAttention(params, a.pick(1) as Tensor, b.pick(0) as Tensor);
    expect(largestDifference(one.logits.pick(0) as Tensor, both.logits)).toBeLessThan(1e-14);
  });

  test("learns its batch by heart", () => {
    const [x, y] = [sample([7, 3, 5], 4), sample([7, 2, 5], 5)];
    const classes = [0, 2, 1, 1, 0, 2, 2];
    const model = fit(
      (p: layers.DecomposableAttentionParams<Variable>, batch: { x: Tensor; y: Tensor; classes: Tensor }): Variable =>
        losses.crossEntropy(decomposableAttention<Variable>(p, batch.x, batch.y).logits, toArray(batch.classes)),
      initialiseDecomposableAttention(random(6), { ...sizes, hidden: 11 }),
      {
        ...{ data: { x, y, classes: tensor(classes) }, epochs: 120, seed: 1 },
        optimizer: optimizers.adamW({ learningRate: 0.02, weightDecay: 0 }),
      },
    );
    expect(model.history.at(-1)!.trainingLoss).toBeLessThan(0.01);
  });

  const name = "layers.decomposableAttention";
  const run = (more: object) => decomposableAttention(params, a, b, wrong(more));
  refuses([
    ...noTensor(`${name}: a`, (t) => decomposableAttention(params, t, b)),
    ...noTensor(`${name}: b`, (t) => decomposableAttention(params, a, t)),
    [
      `${name}: b has shape [11, 3], expected […, m, d] with d = 5 (from a)`,
      () => decomposableAttention(params, a, sample([11, 3])),
    ],
    [
      `${name}: attend.W1 has shape [3, 7], expected [d, f] with d = 5 (from a)`,
      () => decomposableAttention({ ...params, attend: { ...params.attend, W1: sample([3, 7]) } }, a, b),
    ],
    [
      `${name}: params.compare has value undefined, expected an object`,
      () => decomposableAttention(wrong({ ...params, compare: undefined }), a, b),
    ],
    [`${name}: options has key "mask", expected only maskA, maskB`, () => run({ mask: masks.prefix(1) })],
    [`${name}: maskA has value 3, expected a Mask or an ndarray of Uint8Array`, () => run({ maskA: 3 })],
    [
      `${name}: maskB has shape [1, 4], expected one that broadcasts to [2, 1, 11]`,
      () => run({ maskB: masks.toTensor(masks.prefix(1), 1, 4) }),
    ],
  ]);
});

describe("layers.initialiseDecomposableAttention(random, sizes, dtype)", () => {
  test("has (d + 1)h + (h + 1)h + (2d + 1)h + (h + 1)h + (2h + 1)h + (h + 1)c parameters", () => {
    const [d, h, c] = [5, 7, 3];
    const expected = (d + 1) * h + (h + 1) * h + (2 * d + 1) * h + (h + 1) * h + (2 * h + 1) * h + (h + 1) * c;
    expect(parameterCount(params)).toBe(expected);
    expect(initialiseDecomposableAttention(random(1), sizes, "float32").compare.W2.dtype).toBe("float32");
  });

  refuses([
    [
      "layers.initialiseDecomposableAttention: classes has value 0, expected a whole number, at least 1",
      () => initialiseDecomposableAttention(random(1), { ...sizes, classes: 0 }),
    ],
    [
      'layers.initialiseDecomposableAttention: sizes has key "heads", expected only d, hidden, classes',
      () => initialiseDecomposableAttention(random(1), wrong({ ...sizes, heads: 1 })),
    ],
  ]);
});
