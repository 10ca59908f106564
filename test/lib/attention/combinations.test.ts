import ndarray from "ndarray";
import { describe, expect, test } from "vitest";
import {
  type AttentionOptions,
  attend,
  attentionWeights,
  checkGradient,
  largestDifference,
  masks,
  type Normalizer,
  normalizers,
  ops,
  type Score,
  scores,
  type Tensor,
  tensor,
  toArray,
  type Value,
  type Variable,
  vjp,
} from "../../../lib/index.ts";
import { layouts } from "../layouts.ts";
import { positive, sample } from "../samples.ts";

// Every score under every normaliser and mask. Where a support or a choice changes there is no gradient to compare
// with: with these seeds none changes within a step of the differences.

type Traced = Readonly<Record<string, Variable>>;
type Tensors = Readonly<Record<string, Tensor>>;

interface Part<T> {
  readonly call: string;
  readonly params: Tensors;
  readonly make: (params: Traced) => T;
}

const [batch, n, m, d, dv, h] = [2, 7, 5, 3, 11, 13];
const inputs = { q: sample([batch, n, d], 1), k: sample([batch, m, d], 2), v: sample([m, dv], 3) };
const one = tensor([0.8]);

const scoreParts: readonly Part<Score<Variable> | Score>[] = [
  { call: "dot()", params: {}, make: () => scores.dot() },
  { call: "scaledDot({ scale })", params: { scale: one }, make: ({ scale }) => scores.scaledDot({ scale: scale! }) },
  { call: "bilinear(W)", params: { W: sample([d, d], 10) }, make: ({ W }) => scores.bilinear(W!) },
  {
    call: "additive({ Wq, Wk, w })",
    params: { Wq: sample([d, h], 5), Wk: sample([d, h], 6), w: sample([h], 7) },
    make: ({ Wq, Wk, w }) => scores.additive({ Wq: Wq!, Wk: Wk!, w: w! }),
  },
  {
    call: "cosine({ temperature })",
    params: { temperature: one },
    make: ({ temperature }) => scores.cosine({ temperature: temperature! }),
  },
  { call: "pearson()", params: {}, make: () => scores.pearson() },
  {
    call: "negativeSquaredDistance({ bandwidth })",
    params: { bandwidth: one },
    make: ({ bandwidth }) => scores.negativeSquaredDistance({ bandwidth: bandwidth! }),
  },
  { call: "negativeDistance()", params: {}, make: () => scores.negativeDistance() },
  { call: "kernel(u => e^(−rate·u))", params: { rate: one }, make: ({ rate }) => exponential(rate!) },
];

// The only one of these scores that has no values below 0.
const exponential = (rate: Variable): Score<Variable> =>
  scores.kernel<Variable>((u: Value) => ops.exp<Variable>(ops.negate(ops.multiply(u, rate))));

const normalizerParts: readonly Part<Normalizer<Variable> | Normalizer>[] = [
  { call: "softmax()", params: {}, make: () => normalizers.softmax() },
  {
    call: "softmax({ sink })",
    params: { sink: sample([batch, 1, 1], 8) },
    make: ({ sink }) => normalizers.softmax({ sink: sink! }),
  },
  { call: "sparsemax()", params: {}, make: () => normalizers.sparsemax() },
  { call: "entmax15()", params: {}, make: () => normalizers.entmax15() },
  { call: "sigmoid()", params: {}, make: () => normalizers.sigmoid() },
  { call: "topK(2)", params: {}, make: () => normalizers.topK(2) },
  { call: "sumNormalize()", params: {}, make: () => normalizers.sumNormalize() },
];

const zeroOne = ndarray(
  Uint8Array.from({ length: n * m }, (_, at) => Number(at % 3 === 0 || (at > 2 * m && at % 4 === 1))),
  [n, m],
);
const composed = masks.and(
  masks.or(masks.prefix(3), masks.causal({ offset: 1 })),
  masks.not(masks.documents([0, 1, 2, 0, 1, 2, 0])),
);
const maskParts: readonly [call: string, options: Pick<AttentionOptions, "mask">][] = [
  ["none", {}],
  ["causal({ offset: -2 })", { mask: masks.causal({ offset: -2 }) }],
  ["padding([4, 0])", { mask: masks.padding([4, 0]) }],
  ["slidingWindow(1, 2)", { mask: masks.slidingWindow(1, 2) }],
  ["and(or(prefix(3), causal({ offset: 1 })), not(documents(ids)))", { mask: composed }],
  ["a tensor of 0 and 1", { mask: zeroOne }],
];

/** The tensors of `params` in memory with steps, with its axes exchanged, and backwards. */
function stridedViews(params: Tensors): Tensors[] {
  const views = Object.entries(params).map(([name, t]) => [name, layouts(t)] as const);
  return [2, 3, 4].map((at) => Object.fromEntries(views.map(([name, all]) => [name, all[at]![1]])));
}

describe.each(scoreParts)("attend(q, k, v, { score: $call, normalize, mask })", (score) => {
  const fitting = normalizerParts.filter(({ call }) => call !== "sumNormalize()" || score.call.startsWith("kernel"));
  const rows = fitting.flatMap((normalize) =>
    maskParts.map(([mask, options]) => ({ normalizer: normalize.call, normalize, mask, options })),
  );

  test.each(rows)("has the gradient of central differences: normalize: $normalizer, mask: $mask", (row) => {
    const params: Tensors = { ...inputs, ...score.params, ...row.normalize.params };
    const output = (x: Traced): Variable =>
      attend<Variable>(x.q!, x.k!, x.v!, {
        score: score.make(x),
        normalize: row.normalize.make(x),
        ...row.options,
      }).output;
    expect(checkGradient(output, params)).toBeLessThan(1e-6);

    const cotangent = sample([batch, n, dv], 9);
    const dense = vjp(output, params).pullback(cotangent);
    expect(Math.max(...Object.keys(params).map((name) => largestOf(dense[name]!)))).toBeGreaterThan(0.01);
    for (const views of stridedViews(params)) {
      const strided = vjp(output, views).pullback(cotangent);
      for (const name in params) expect([name, largestDifference(strided[name]!, dense[name]!)]).toEqual([name, 0]);
    }
  });
});

const largestOf = (t: Tensor): number => Math.max(...Array.from(t.data, Math.abs));

test("attentionWeights(ReLU(z·W₁ᵀ), rows of W₂, dot, sigmoid) are the gates of squeeze-and-excitation", () => {
  const [channels, r] = [7, 3];
  const [z, W1, W2] = [positive([1, channels], 1), sample([r, channels], 4), sample([channels, r], 5)];
  const query = ops.relu(ops.matmul(z, ops.transpose(W1)));
  const gates = attentionWeights(query, W2, { score: scores.dot(), normalize: normalizers.sigmoid() });

  const hidden: number[] = [];
  for (let a = 0; a < r; a++) {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += W1.get(a, c) * z.get(0, c);
    hidden.push(Math.max(sum, 0));
  }
  expect([hidden.some((x) => x === 0), hidden.some((x) => x > 0)]).toEqual([true, true]);
  const expected: number[] = [];
  for (let c = 0; c < channels; c++) {
    let sum = 0;
    for (let a = 0; a < r; a++) sum += W2.get(c, a) * hidden[a]!;
    expected.push(1 / (1 + Math.exp(-sum)));
  }
  expect(largestDifference(gates, tensor([expected]))).toBeLessThan(1e-12);
  expect(toArray(ops.sum(gates))).not.toBeCloseTo(1);
});
