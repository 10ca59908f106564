import { describe, expect, test } from "vitest";
import {
  attend,
  attentionWeights,
  checkGradient,
  KeyValueCache,
  largestDifference,
  masks,
  multiHeadAttention,
  ops,
  positions,
  selfAttention,
  type Tensor,
  tensor,
  toArray,
  type Variable,
} from "../../../lib/index.ts";
import { attentionOf, dotOf, type Matrix, matrixAt, product } from "../naive.ts";
import { sample } from "../samples.ts";

// 6 heads of which 3 have keys and values; d = 5, d_c = 7, d_k = 2, d_v = 4, d_o = 11.
const params = {
  Wq: sample([5, 12], 1),
  Wk: sample([7, 6], 2),
  Wv: sample([7, 12], 3),
  Wo: sample([24, 11], 4),
  bq: sample([12], 5),
  bk: sample([6], 6),
  bv: sample([12], 7),
  bo: sample([11], 8),
};
const [queries, context] = [sample([2, 3, 5], 9), sample([2, 13, 7], 10)];
const options = { heads: 6, kvHeads: 3 };

const plus = (rows: Matrix, b: Tensor): number[][] => rows.map((row) => row.map((x, c) => x + b.get(c)));
const columns = (rows: Matrix, from: number, width: number): Matrix => rows.map((row) => row.slice(from, from + width));

/** Head by head, over the formula. */
function naive(b: number, allows: (i: number, j: number) => boolean): { output: Matrix; weights: Matrix[] } {
  const [x, c] = [matrixAt(queries, [b]), matrixAt(context, [b])];
  const of = (name: "Wq" | "Wk" | "Wv" | "Wo") => matrixAt(params[name], []);
  const [q, k, v] = [
    plus(product(x, of("Wq")), params.bq),
    plus(product(c, of("Wk")), params.bk),
    plus(product(c, of("Wv")), params.bv),
  ];
  const heads = Array.from({ length: 6 }, (_, h) => {
    const shared = Math.floor(h / 2);
    const score = (a: readonly number[], z: readonly number[]) => dotOf(a, z) / Math.sqrt(2);
    return attentionOf(columns(q, 2 * h, 2), columns(k, 2 * shared, 2), columns(v, 4 * shared, 4), score, allows);
  });
  const joined = x.map((_, i) => heads.flatMap(({ output }) => output[i]!));
  return { output: plus(product(joined, of("Wo")), params.bo), weights: heads.map(({ weights }) => weights) };
}

describe("multiHeadAttention(queries, context, params)", () => {
  test.each([false, true])("is attention head by head, also grouped; masked: %s", (masked) => {
    const mask = masked ? { mask: masks.causal({ offset: 5 }) } : {};
    const { output, weights } = multiHeadAttention(queries, context, params, {
      ...options,
      ...mask,
      returnWeights: true,
    });
    for (const b of [0, 1]) {
      const expected = naive(b, (i, j) => !masked || j <= i + 5);
      expect(largestDifference(tensor(matrixAt(output, [b])), tensor(expected.output))).toBeLessThan(1e-12);
      expected.weights.forEach((one, h) => {
        expect(largestDifference(tensor(matrixAt(weights!, [b, h])), tensor(one))).toBeLessThan(1e-14);
      });
    }
  });

  test("gives the same output without the weights, and then no weights", () => {
    const softcapped = { ...options, softcap: 2, dropout: { rate: 0.2, seed: 3 } };
    const without = multiHeadAttention(queries, context, params, softcapped);
    const withWeights = multiHeadAttention(queries, context, params, { ...softcapped, returnWeights: true });
    expect(without.weights).toBeUndefined();
    expect(largestDifference(without.output, withWeights.output)).toBeLessThan(1e-12);
  });

  test("turns the queries and keys of every head by their positions", () => {
    const [Wq, Wk, Wv, Wo] = [sample([5, 12], 1), sample([5, 6], 2), sample([5, 12], 3), sample([24, 11], 4)];
    const { weights } = multiHeadAttention(
      queries,
      queries,
      { Wq, Wk, Wv, Wo },
      {
        ...options,
        rotary: { base: 5, positions: [7, 2, 3] },
        returnWeights: true,
      },
    );
    const places = { base: 5, positions: [7, 2, 3] };
    for (const h of [0, 3]) {
      const q = positions.rotary(ops.matmul(queries, ops.slice(Wq, { axis: 1, from: 2 * h, to: 2 * h + 2 })), places);
      const from = 2 * Math.floor(h / 2);
      const k = positions.rotary(ops.matmul(queries, ops.slice(Wk, { axis: 1, from, to: from + 2 })), places);
      expect(largestDifference(attentionWeights(q, k), weights!.pick(null, h, null, null) as Tensor)).toBeLessThan(
        1e-14,
      );
    }
  });

  test.each([{}, { rotary: {} }])("with a cache, step by step, gives what it gives at once: %s", (choice) => {
    const own = { ...params, Wk: sample([5, 6], 2), Wv: sample([5, 12], 3) };
    const x = sample([2, 7, 5], 9);
    const whole = multiHeadAttention(x, x, own, { ...options, ...choice, mask: masks.causal() }).output;
    const cache = new KeyValueCache();
    for (const [from, to] of [
      [0, 3],
      [3, 4],
      [4, 7],
    ] as const) {
      const part = ops.slice(x, { axis: 1, from, to });
      const { output, weights } = multiHeadAttention(part, part, own, {
        ...{ ...options, ...choice, cache, returnWeights: true },
        mask: masks.causal({ offset: cache.length }),
      });
      expect([cache.keys.shape, weights!.shape]).toEqual([
        [2, 3, to, 2],
        [2, 6, to - from, to],
      ]);
      expect(largestDifference(output, ops.slice(whole, { axis: 1, from, to }))).toBeLessThan(1e-12);
    }
  });

  test("shows a mask the heads as the last leading axis", () => {
    const allowed = masks.toTensor({ allows: (_, j, [b, h]) => (j + b! + h!) % 3 !== 0 }, 3, 13, [2, 6]);
    const { weights } = multiHeadAttention(queries, context, params, {
      ...options,
      mask: allowed,
      returnWeights: true,
    });
    const seen = (toArray(weights!) as number[][][][]).flat(3).map((weight) => Number(weight > 0));
    expect(seen).toEqual(Array.from(allowed.data));
  });

  test("has the gradient of central differences for every parameter and both inputs", () => {
    type Traced = { [K in keyof typeof params | "queries" | "context"]: Variable };
    const call = ({ queries: x, context: c, ...p }: Traced) => multiHeadAttention(x, c, p, options).output;
    expect(checkGradient(call, { ...params, queries, context })).toBeLessThan(1e-7);
  });

  test("with one head and identities is attend", () => {
    const identity = tensor([0, 1, 2, 3, 4].map((i) => [0, 1, 2, 3, 4].map((j) => Number(i === j))));
    const same = { Wq: identity, Wk: identity, Wv: identity, Wo: identity };
    const { output } = multiHeadAttention(queries, queries, same, { heads: 1 });
    expect(largestDifference(output, attend(queries, queries, queries).output)).toBeLessThan(1e-14);
  });
});

describe("selfAttention(x, { Wq, Wk, Wv })", () => {
  test("is attend(x·Wq, x·Wk, x·Wv); a projection left out is the identity", () => {
    const [Wq, Wk] = [sample([5, 3], 1), sample([5, 3], 2)];
    const projected = attend(ops.matmul(queries, Wq), ops.matmul(queries, Wk), queries);
    expect(largestDifference(selfAttention(queries, { Wq, Wk }).output, projected.output)).toBe(0);
    expect(largestDifference(selfAttention(queries).output, attend(queries, queries, queries).output)).toBe(0);
  });

  test("permutes with its tokens", () => {
    const [x, order] = [sample([7, 5]), [3, 0, 6, 1, 5, 2, 4]];
    const W = { Wq: sample([5, 5], 1), Wk: sample([5, 5], 2), Wv: sample([5, 2], 3) };
    const moved = selfAttention(ops.take(x, order), W).output;
    expect(largestDifference(moved, ops.take(selfAttention(x, W).output, order))).toBeLessThan(1e-13);
  });
});
