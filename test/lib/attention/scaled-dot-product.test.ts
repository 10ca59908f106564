import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  attend,
  checkGradient,
  grad,
  largestDifference,
  type Mask,
  masks,
  ops,
  type ScaledDotProductOptions,
  scaledDotProductAttention,
  scores,
  type Tensor,
  tensor,
  toArray,
  type Variable,
  vjp,
} from "../../../lib/index.ts";
import { layouts } from "../layouts.ts";
import { sample, single } from "../samples.ts";

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

type Inputs = { q: Tensor; k: Tensor; v: Tensor; bias: Tensor };
type Traced = { [K in keyof Inputs]: Variable };

// More keys than one block of the online softmax, and leading axes that broadcast.
const inputs: Inputs = {
  q: sample([2, 3, 7, 5], 1),
  k: sample([2, 1, 131, 5], 2),
  v: sample([1, 3, 131, 11], 3),
  bias: sample([3, 1, 131], 4),
};

const kinds: readonly [name: string, mask: Mask | ReturnType<typeof masks.toTensor>][] = [
  ["causal with an offset", masks.causal({ offset: 100 })],
  ["causal that masks whole rows", masks.causal({ offset: -3 })],
  ["sliding window", masks.and(masks.causal({ offset: 70 }), masks.slidingWindow(2, 66))],
  ["padding", masks.padding([0, 77])],
  ["a mask without bounds", masks.not(masks.causal({ offset: 20 }))],
  ["a tensor", masks.toTensor(masks.slidingWindow(3, 80), 7, 131)],
  ["a tensor stretched over the keys", masks.toTensor(masks.causal({ offset: -3 }), 7, 1)],
  ["a tensor for each batch entry", masks.toTensor(masks.padding([9, 130]), 7, 131, [2, 1])],
];

/** Value and gradients of both, for one random cotangent. */
function both(options: Omit<ScaledDotProductOptions, "bias" | "softcap">, of: Inputs = inputs) {
  const { scale, ...others } = options;
  const score = scores.scaledDot(scale === undefined ? {} : { scale });
  const fused = vjp((p: Traced) => scaledDotProductAttention(p.q, p.k, p.v, { ...options, bias: p.bias }), of);
  const plain = vjp((p: Traced) => attend(p.q, p.k, p.v, { ...others, score, bias: p.bias }).output, of);
  const cotangent = sample(fused.value.shape, 9, fused.value.dtype as "float64");
  return { fused: [fused.value, fused.pullback(cotangent)], plain: [plain.value, plain.pullback(cotangent)] } as const;
}

function expectEqual({ fused, plain }: ReturnType<typeof both>, bound: number): void {
  expect(largestDifference(fused[0], plain[0])).toBeLessThan(bound);
  for (const name of ["q", "k", "v", "bias"] as const) {
    expect([name, largestDifference(fused[1][name], plain[1][name]) < bound]).toEqual([name, true]);
  }
}

describe("scaledDotProductAttention(q, k, v) is attend(q, k, v), in value and gradient", () => {
  test("without a mask", () => expectEqual(both({}), 1e-13));
  test.each(kinds)("with %s", (_, mask) => expectEqual(both({ mask }), 1e-13));
  test("with a scale", () => expectEqual(both({ scale: 0.3 }), 1e-13));
  test("with dropout, across blocks", () =>
    expectEqual(both({ mask: masks.causal({ offset: 100 }), dropout: { rate: 0.3, seed: 5 } }), 1e-13));

  test("in float32", () => {
    const rounded = Object.fromEntries(Object.entries(inputs).map(([name, x]) => [name, single(x)])) as Inputs;
    expect(both({}, rounded).fused[0].dtype).toBe("float32");
    expectEqual(both({}, rounded), 2e-5);
  });

  test("for any view of the same numbers", () => {
    const { q, k, v } = inputs;
    const dense = scaledDotProductAttention(q, k, v);
    for (const [, view] of layouts(q)) expect(largestDifference(scaledDotProductAttention(view, k, v), dense)).toBe(0);
    for (const [, view] of layouts(k)) expect(largestDifference(scaledDotProductAttention(q, view, v), dense)).toBe(0);
    for (const [, view] of layouts(v)) expect(largestDifference(scaledDotProductAttention(q, k, view), dense)).toBe(0);
  });

  test("for random shapes, windows and offsets", () => {
    const length = fc.integer({ min: 1, max: 150 });
    const window = fc.record({ left: fc.nat(150), right: fc.nat(150), offset: fc.integer({ min: -150, max: 150 }) });
    fc.assert(
      fc.property(length, length, window, fc.nat(1000), (n, m, { left, right, offset }, seed) => {
        const [q, k, v] = [sample([n, 3], seed), sample([m, 3], seed + 1), sample([m, 2], seed + 2)];
        const mask = masks.and(masks.causal({ offset }), masks.slidingWindow(left, right));
        const fused = scaledDotProductAttention(q, k, v, { mask });
        expect(largestDifference(fused, attend(q, k, v, { mask }).output)).toBeLessThan(1e-13);
      }),
    );
  });
});

describe("scaledDotProductAttention(q, k, v, { softcap })", () => {
  const small = { q: sample([3, 5], 1), k: sample([7, 5], 2), v: sample([7, 2], 3), bias: sample([3, 7], 4) };
  const mask = masks.causal({ offset: 2 });

  test("bends scores to c·tanh(s/c) before the bias", () => {
    const bent = ops.multiply(1.5, ops.tanh(ops.divide(scores.scaledDot()(small.q, small.k), 1.5)));
    const expected = attend(small.q, small.k, small.v, {
      score: scores.kernel((distances) => ops.multiply(0, distances)),
      bias: ops.add(bent, small.bias),
      mask,
    });
    const fused = scaledDotProductAttention(small.q, small.k, small.v, { softcap: 1.5, bias: small.bias, mask });
    expect(largestDifference(fused, expected.output)).toBeLessThan(1e-14);
  });

  test("has the first and second derivatives of central differences", () => {
    const call = (p: Traced) => scaledDotProductAttention(p.q, p.k, p.v, { bias: p.bias, softcap: 1.5, mask });
    expect(checkGradient(call, small)).toBeLessThan(1e-8);
    for (const name of ["q", "k", "v", "bias"] as const) {
      const first = (p: Traced) => grad((z: Traced) => ops.sum(ops.square(call(z))))(p)[name];
      expect(checkGradient(first, small)).toBeLessThan(1e-8);
    }
  });
});

describe("scaledDotProductAttention of what is masked", () => {
  const dirty = tensor([
    [1, 2],
    [nan, infinity],
    [3, 4],
  ]);
  const clean = tensor([
    [1, 2],
    [7, 8],
    [3, 4],
  ]);
  const q = sample([3, 2]);
  const mask = masks.and(masks.causal(), masks.not(masks.fromTensor(masks.toTensor(masks.slidingWindow(1, 0), 3, 3))));

  test("is not read: NaN and ∞ there change neither value nor gradient", () => {
    const call = (x: Tensor) => vjp((p: Variable) => scaledDotProductAttention(p, x, x, { mask }), q);
    const [one, other] = [call(dirty), call(clean)];
    expect(toArray(one.value)).toEqual(toArray(other.value));
    const cotangent = sample([3, 2], 4);
    expect(toArray(one.pullback(cotangent))).toEqual(toArray(other.pullback(cotangent)));
    expect((toArray(one.value) as number[][]).flat()).not.toContain(nan);
  });

  test("leaves a fully masked row zero, with gradient zero", () => {
    const { value, pullback } = vjp((p: Variable) => scaledDotProductAttention(p, clean, clean, { mask }), q);
    expect((toArray(value) as number[][])[0]).toEqual([0, 0]);
    expect((toArray(pullback(sample([3, 2]))) as number[][])[0]).toEqual([0, 0]);
  });

  test("leaves a NaN of q in its row", () => {
    const rows = toArray(scaledDotProductAttention(dirty, clean, clean)) as number[][];
    expect(rows.map((row) => row.every(Number.isNaN))).toEqual([false, true, false]);
  });
});
