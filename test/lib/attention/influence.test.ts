import { describe, expect, test } from "vitest";
import {
  attend,
  attentionWeights,
  grad,
  largestDifference,
  masks,
  type Normalizer,
  normalizers,
  ops,
  type Score,
  scaledDotProductAttention,
  scores,
  type Tensor,
  tensor,
  toArray,
  type Value,
  type Variable,
  vjp,
} from "../../../lib/index.ts";
import { sample } from "../samples.ts";

// What is masked has no influence, even when it holds NaN or ∞; any other NaN reaches its own row only.

const [n, m, d, dv] = [3, 5, 7, 2];
const [q, k, v] = [sample([n, d], 1), sample([m, d], 2), sample([m, dv], 3)];

const kinds: readonly [name: string, score: (s: Value) => Score<Value>][] = [
  ["dot()", () => scores.dot() as Score<Value>],
  ["scaledDot({ scale })", (scale) => scores.scaledDot<Value>({ scale })],
  ["bilinear(W)", (s) => scores.bilinear<Value>(ops.multiply<Value>(s, sample([d, d], 4)))],
  [
    "additive(params)",
    (s) =>
      scores.additive<Value>({
        Wq: sample([d, 2], 5),
        Wk: ops.multiply<Value>(s, sample([d, 2], 6)),
        w: sample([2], 7),
      }),
  ],
  ["cosine({ temperature })", (temperature) => scores.cosine<Value>({ temperature })],
  ["pearson()", () => scores.pearson() as Score<Value>],
  ["negativeSquaredDistance({ bandwidth })", (bandwidth) => scores.negativeSquaredDistance<Value>({ bandwidth })],
  ["negativeDistance()", () => scores.negativeDistance() as Score<Value>],
  ["kernel(fn)", () => scores.kernel((u) => ops.exp(ops.negate(ops.square(u)))) as Score<Value>],
];

/** `t` with one row full of `value`. */
const spoilt = (t: Tensor, row: number, value: number): Tensor => {
  const width = t.shape[1]!;
  return tensor(
    t.data.map((x, i) => (Math.floor(i / width) === row ? value : x)),
    t.shape,
  );
};

interface Inputs<T> {
  readonly q: T;
  readonly k: T;
  readonly v: T;
  readonly s: T;
}

/** The output, and its gradients, of attention with the last key masked for all and the first query for every key. */
function masked(score: (s: Value) => Score<Value>, inputs: Inputs<Tensor>): Tensor[] {
  const mask = masks.and(masks.prefix(m - 1), { allows: (i) => i !== 0 });
  const f = (x: Inputs<Variable>): Value => attend<Value>(x.q, x.k, x.v, { score: score(x.s), mask }).output;
  const { value, pullback } = vjp(f, inputs);
  const { q: gq, k: gk, v: gv, s: gs } = pullback(sample([n, dv], 9));
  return [value, gq, gk, gv, gs];
}

/** A gradient of the gradient: of its product with random numbers, where an output's square was summed. */
function second(f: (x: Inputs<Variable>) => Value, inputs: Inputs<Tensor>): Tensor[] {
  const along = (x: Inputs<Variable>): Variable => {
    const { q: gq, k: gk, v: gv, s: gs } = grad((y: Inputs<Variable>) => ops.sum(ops.square<Value>(f(y))))(x);
    const parts = [gq, gk, gv, gs].map((g, i) => ops.sum(ops.multiply(g, sample(g.shape, 20 + i))));
    return ops.sum(ops.stack(parts));
  };
  const { q: gq, k: gk, v: gv, s: gs } = grad(along)(inputs);
  return [gq, gk, gv, gs];
}

describe.each(kinds)("attend with score %s", (_, score) => {
  const clean = masked(score, { q, k, v, s: tensor(1.3) });

  test.each([Number.NaN, Number.POSITIVE_INFINITY])("takes nothing of masked %d into gradients of gradients", (bad) => {
    const mask = masks.and(masks.prefix(m - 1), { allows: (i) => i !== 0 });
    const f = (x: Inputs<Variable>): Value => attend<Value>(x.q, x.k, x.v, { score: score(x.s), mask }).output;
    const inputs = { q, k, v, s: tensor(1.3) };
    const expected = second(f, inputs);
    for (const x of expected.slice(0, 3)) expect(Math.max(...x.data.map(Math.abs))).toBeGreaterThan(0);
    for (const [at, row] of [
      ["q", 0],
      ["k", m - 1],
      ["v", m - 1],
    ] as const) {
      const found = second(f, { ...inputs, [at]: spoilt(inputs[at], row, bad) });
      expect([at, ...found.map((x, i) => largestDifference(x, expected[i]!))]).toEqual([at, 0, 0, 0, 0]);
    }
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    "takes nothing of masked %d, neither value nor gradient",
    (bad) => {
      for (const [at, row] of [
        ["q", 0],
        ["k", m - 1],
        ["v", m - 1],
      ] as const) {
        const inputs = { q, k, v, s: tensor(1.3) };
        const found = masked(score, { ...inputs, [at]: spoilt(inputs[at], row, bad) });
        expect([at, ...found.map((x, i) => largestDifference(x, clean[i]!))]).toEqual([at, ...clean.map(() => 0)]);
      }
    },
  );

  test("gives zeros and zero gradient where everything is masked", () => {
    const [output, gq, gk, gv] = clean as [Tensor, Tensor, Tensor, Tensor];
    expect(toArray(ops.take(output, [0]))).toEqual([[0, 0]]);
    expect([...ops.take(gq, [0]).data].map(Math.abs)).toEqual(new Array(d).fill(0));
    expect([...ops.take(gk, [m - 1]).data].map(Math.abs)).toEqual(new Array(d).fill(0));
    expect([...ops.take(gv, [m - 1]).data].map(Math.abs)).toEqual([0, 0]);
    expect(Math.max(...gq.data.map(Math.abs))).toBeGreaterThan(0);
  });

  test("lets NaN in a query reach its own row only", () => {
    const one = { score: score(tensor(1.3)) };
    const found = attend<Value>(spoilt(q, 1, Number.NaN), k, v, one).output as Tensor;
    const without = attend<Value>(q, k, v, one).output as Tensor;
    expect([...ops.take(found, [1]).data]).toEqual([Number.NaN, Number.NaN]);
    expect(largestDifference(ops.take(found, [0, 2]), ops.take(without, [0, 2]))).toBe(0);
  });

  test("keeps −∞ and NaN in a mask's bias without influence", () => {
    const bias = tensor([0, 0, 0, 0, Number.NaN]);
    const mask = masks.prefix(m - 1);
    const options = { score: score(tensor(1.3)), mask };
    const found = attend<Value>(q, k, v, { ...options, bias }).output as Tensor;
    expect(largestDifference(found, attend<Value>(q, k, v, options).output as Tensor)).toBe(0);
  });
});

const coupled: readonly [name: string, normalize: Normalizer, score: Score][] = [
  ["softmax()", normalizers.softmax(), scores.scaledDot()],
  ["softmax({ sink })", normalizers.softmax({ sink: 0.3 }), scores.scaledDot()],
  ["sparsemax()", normalizers.sparsemax(), scores.scaledDot()],
  ["entmax15()", normalizers.entmax15(), scores.scaledDot()],
  ["sigmoid()", normalizers.sigmoid(), scores.scaledDot()],
  ["topK(2)", normalizers.topK(2), scores.scaledDot()],
  ["sumNormalize()", normalizers.sumNormalize(), scores.kernel((u) => ops.exp(ops.negate(u)))],
];

test.each(coupled)(
  "attend with %s takes nothing of a NaN into gradients of rows that do not see it",
  (_, normalize, score) => {
    // Rows 0 and 1 do not see key 2, which row 2 does.
    const options = { mask: masks.causal(), normalize, score };
    const f = (x: Inputs<Variable>): Value => ops.take<Value>(attend(x.q, x.k, x.v, options).output, [0, 1]);
    const inputs = { q, k, v, s: tensor(1) };
    const all = (x: Inputs<Tensor>): Tensor[] => {
      const first = grad((y: Inputs<Variable>) => ops.sum(ops.square<Value>(f(y))))(x);
      return [first.q, first.k, first.v, ...second(f, x)];
    };
    const expected = all(inputs);
    for (const at of ["q", "k", "v"] as const) {
      const found = all({ ...inputs, [at]: spoilt(inputs[at], 2, Number.NaN) });
      expect([at, ...found.map((x, i) => largestDifference(x, expected[i]!))]).toEqual([at, ...expected.map(() => 0)]);
    }
  },
);

test("attend(q, k, v) with every key masked is all zeros, with zero gradients", () => {
  const f = (x: { q: Variable; k: Variable; v: Variable }) =>
    ops.sum(attend(x.q, x.k, x.v, { mask: masks.or() }).output);
  expect([...attend(q, k, v, { mask: masks.or() }).output.data]).toEqual(new Array(n * dv).fill(0));
  const gradient = grad(f)({ q, k, v });
  for (const g of [gradient.q, gradient.k, gradient.v]) expect(Math.max(...g.data.map(Math.abs))).toBe(0);
});

test("attend(q, k, v) with NaN in a value that is not masked gives NaN in its column", () => {
  const bad = tensor(
    v.data.map((x, i) => (i === 1 ? Number.NaN : x)),
    v.shape,
  );
  const found = toArray(attend(q, k, bad).output) as number[][];
  expect(found.map((row) => row.map(Number.isNaN))).toEqual([
    [false, true],
    [false, true],
    [false, true],
  ]);
});

describe("attend(q, k, v, { normalize })", () => {
  const softened = <T extends Value>(s: T | Tensor): T => {
    const e = ops.exp<Value>(ops.where<Value>(ops.equal(s, Number.NEGATIVE_INFINITY), -700, s));
    return ops.divide<Value>(e, ops.sum<Value>(e, { axis: -1, keepDims: true })) as T;
  };

  test("gives masked positions weight 0, whatever the normaliser gives them", () => {
    const weights = attentionWeights(q, k, {
      mask: masks.prefix(2),
      normalize: (s) => ops.sigmoid(ops.where(ops.equal(s, -Infinity), 5, s)),
    });
    expect([...ops.take(ops.transpose(weights), [2, 3, 4]).data]).toEqual(new Array(9).fill(0));
  });

  test("lets no NaN of a masked value into the gradient of a normaliser that couples the row", () => {
    const options = { mask: masks.prefix(m - 1), normalize: softened };
    const gradient = (values: Tensor) => grad((x) => ops.sum(attend(x, k, values, options).output))(q);
    expect(largestDifference(gradient(spoilt(v, m - 1, Number.NaN)), gradient(v))).toBe(0);
  });
});

test("normalizers.softmax passes NaN of a value at score −∞ nowhere, also without a mask", () => {
  const s = tensor([[1, 2, Number.NEGATIVE_INFINITY]]);
  const f = (values: Tensor) => grad((x) => ops.sum(ops.multiply(values, normalizers.softmax()(x))))(s);
  expect(largestDifference(f(tensor([3, 5, Number.NaN])), f(tensor([3, 5, 7])))).toBe(0);
});

test.each([
  ["attend", (a: Value, b: Value, c: Value) => attend<Value>(a, b, c).output],
  ["scaledDotProductAttention", (a: Value, b: Value, c: Value) => scaledDotProductAttention<Value>(a, b, c)],
] as const)("%s(q, k, v) passes no gradient to or through a query of NaN of which nothing is asked", (_, f) => {
  for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
    const asked = (queries: Tensor): Tensor[] => {
      const others = (x: readonly Variable[]) =>
        ops.slice<Value>(f(x[0]!, x[1]!, x[2]!), { axis: 0, from: 0, to: n - 1 });
      return vjp(others, [queries, k, v]).pullback(sample([n - 1, dv], 9)) as Tensor[];
    };
    const clean = asked(q);
    expect(asked(spoilt(q, n - 1, bad)).map((x, i) => largestDifference(x, clean[i]!))).toEqual([0, 0, 0]);
    expect([...ops.take(clean[0]!, [n - 1]).data].map(Math.abs)).toEqual(new Array(d).fill(0));
  }
});
