import { describe, expect, test } from "vitest";
import {
  featureMaps,
  largestDifference,
  layers,
  linearAttention,
  ops,
  random,
  type Tensor,
  tensor,
  toArray,
} from "../../../../lib/index.ts";
import { noTensor, refuses, wrong } from "../../refuses.ts";
import { sample } from "../../samples.ts";

const { fastWeights, initialiseFastWeights } = layers;

describe("layers.fastWeights(params, x, options)", () => {
  const params = initialiseFastWeights(random(1), { input: 5, key: 3, value: 2 });
  const x = sample([70, 5], 2); // more tokens than are computed at once

  test("writes F ← F + v⊗k and reads y = F·q, token by token", () => {
    const rows = (W: Tensor) => toArray(ops.matmul(x, W)) as number[][];
    const [q, k, v] = [rows(params.Wq), rows(params.Wk), rows(params.Wv)];
    const F = [
      [0, 0, 0],
      [0, 0, 0],
    ];
    const outputs = q.map((query, t) => {
      for (const [i, row] of F.entries()) for (const j of row.keys()) row[j]! += v[t]![i]! * k[t]![j]!;
      return F.map((row) => row.reduce((sum, f, j) => sum + f * query[j]!, 0));
    });
    const { output, state } = fastWeights(params, x);
    expect(largestDifference(output, tensor(outputs))).toBeLessThan(1e-12);
    expect(largestDifference(ops.transpose(state), tensor(F))).toBeLessThan(1e-12);
  });

  test("is linear attention without a feature map or normalization, to 1e-12", () => {
    const { Wq, Wk, Wv } = params;
    const options = { featureMap: featureMaps.identity(), normalize: false, chunk: 1 };
    const own = linearAttention(ops.matmul(x, Wq), ops.matmul(x, Wk), ops.matmul(x, Wv), options);
    expect(largestDifference(fastWeights(params, x).output, own.output)).toBeLessThan(1e-12);
  });

  test("is of third degree in x", () => {
    const [one, two] = [fastWeights(params, x), fastWeights(params, ops.multiply(x, 2))];
    expect(largestDifference(two.output, ops.multiply(one.output, 8))).toBe(0);
  });

  test("goes on from the fast weights of another call", () => {
    const part = (from: number, to: number) => ops.slice(x, { axis: 0, from, to });
    const first = fastWeights(params, part(0, 11));
    const second = fastWeights(params, part(11, 70), { state: first.state });
    const all = fastWeights(params, x);
    expect(largestDifference(second.output, ops.slice(all.output, { axis: 0, from: 11, to: 70 }))).toBeLessThan(1e-12);
    expect(largestDifference(second.state, all.state)).toBeLessThan(1e-12);
  });

  refuses([
    ...noTensor("layers.fastWeights: x", (bad) => fastWeights(params, bad)),
    ...noTensor("layers.fastWeights: Wv", (bad) => fastWeights({ ...params, Wv: bad }, x)),
    ["layers.fastWeights: params has value undefined, expected an object", () => fastWeights(wrong(undefined), x)],
    [
      'layers.fastWeights: options has key "beta", expected only state',
      () => fastWeights(params, x, wrong({ beta: x })),
    ],
    [
      "layers.fastWeights: Wk has shape [5, 7], expected [d, d_k] with d_k = 3 (from Wq)",
      () => fastWeights({ ...params, Wk: sample([5, 7]) }, x),
    ],
  ]);
});

describe("layers.initialiseFastWeights(random, sizes, dtype)", () => {
  test("draws weights uniform in ±1/√d", () => {
    const { Wq, Wk, Wv } = initialiseFastWeights(random(1), { input: 100, key: 50, value: 70 }, "float32");
    expect([Wq.shape, Wk.shape, Wv.shape, Wq.dtype]).toEqual([[100, 50], [100, 50], [100, 70], "float32"]);
    for (const { data } of [Wq, Wk, Wv]) {
      expect(Math.max(...Array.from(data, Math.abs))).toBeLessThanOrEqual(Math.fround(0.1));
      expect(Math.max(...data)).toBeGreaterThan(0.099);
    }
    expect(largestDifference(Wq, Wk)).toBeGreaterThan(0.1);
  });

  refuses([
    [
      "layers.initialiseFastWeights: key has value 0, expected a whole number, at least 1",
      () => initialiseFastWeights(random(1), { input: 3, key: 0, value: 2 }),
    ],
    [
      'layers.initialiseFastWeights: sizes has key "heads", expected only input, key, value',
      () => initialiseFastWeights(random(1), wrong({ heads: 1 })),
    ],
  ]);
});
