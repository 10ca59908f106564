import { describe, expect, test } from "vitest";
import { largestDifference, layers, ops, random, type Tensor, tensor, toArray } from "../../../../lib/index.ts";
import { noTensor, refuses, wrong } from "../../refuses.ts";
import { sample } from "../../samples.ts";
import { parameterCount } from "../parameter-count.ts";

const { embedding, feedForward, initialiseEmbedding, initialiseFeedForward } = layers;
const params = { W1: sample([5, 7], 1), b1: sample([7], 2), W2: sample([7, 3], 3), b2: sample([3], 4) };
const gate = { V: sample([5, 7], 5), c: sample([7], 6) };
const x = sample([2, 11, 5], 7);

/** Number by number: Σₕ f(x·W₁ + b₁)ₕ·(x·V + c)ₕ·W₂ + b₂. */
function naive(row: readonly number[], f: (z: number) => number, gated: boolean): number[] {
  const affine = (W: Tensor, b: Tensor, h: number) => row.reduce((sum, z, i) => sum + z * W.get(i, h), b.get(h));
  const hidden = Array.from(
    { length: 7 },
    (_, h) => f(affine(params.W1, params.b1, h)) * (gated ? affine(gate.V, gate.c, h) : 1),
  );
  return [0, 1, 2].map((o) => hidden.reduce((sum, z, h) => sum + z * params.W2.get(h, o), params.b2.get(o)));
}

describe("layers.feedForward(params, x, { activation })", () => {
  const logistic = (z: number): number => z / (1 + Math.exp(-z));
  test.each([
    ["relu, by default", {}, (z: number) => Math.max(z, 0), false],
    ["tanh", { activation: ops.tanh }, Math.tanh, false],
    ["SwiGLU", { activation: ops.silu }, logistic, true],
    ["ReGLU", {}, (z: number) => Math.max(z, 0), true],
  ] as const)("is the formula, token by token: %s", (_, options, f, gated) => {
    const out = feedForward(gated ? { ...params, ...gate } : params, x, options);
    const expected = (toArray(x) as number[][][]).map((rows) => rows.map((row) => naive(row, f, gated)));
    expect(largestDifference(out, tensor(expected))).toBeLessThan(1e-13);
  });

  test("takes one token without leading axes, and no biases", () => {
    const { W1, W2 } = params;
    const out = feedForward({ W1, W2 }, x.pick(1, 3) as Tensor);
    expect(out.shape).toEqual([3]);
    expect(largestDifference(out, feedForward({ W1, W2 }, x).pick(1, 3) as Tensor)).toBe(0);
  });

  refuses([
    ...noTensor("layers.feedForward: x", (t) => feedForward(params, t)),
    ...noTensor("layers.feedForward: W1", (W1) => feedForward({ ...params, W1 }, x)),
    ...noTensor("layers.feedForward: W2", (W2) => feedForward({ ...params, W2 }, x)),
    [
      "layers.feedForward: W1 has shape [3, 7], expected [d_in, h] with d_in = 5 (from x)",
      () => feedForward({ ...params, W1: sample([3, 7]) }, x),
    ],
    [
      "layers.feedForward: W2 has shape [5, 3], expected [h, d_out] with h = 7 (from W1)",
      () => feedForward({ ...params, W2: sample([5, 3]) }, x),
    ],
    [
      "layers.feedForward: V has shape [5, 3], expected [d_in, h] with h = 7 (from W1)",
      () => feedForward({ ...params, V: sample([5, 3]) }, x),
    ],
    [
      "layers.feedForward: b1 has shape [3], expected [h] with h = 7 (from W1)",
      () => feedForward({ ...params, b1: sample([3]) }, x),
    ],
    [
      "layers.feedForward: b2 has shape [7], expected [d_out] with d_out = 3 (from W2)",
      () => feedForward({ ...params, b2: sample([7]) }, x),
    ],
    [
      "layers.feedForward: c has no V beside it, expected the gate it belongs to",
      () => feedForward({ ...params, c: gate.c }, x),
    ],
    [
      'layers.feedForward: activation has value "relu", expected a function',
      () => feedForward(params, x, { activation: wrong("relu") }),
    ],
    [
      'layers.feedForward: options has key "gated", expected only activation',
      () => feedForward(params, x, wrong({ gated: true })),
    ],
    [
      'layers.feedForward: params has key "W3", expected only W1, b1, V, c, W2, b2',
      () => feedForward(wrong({ ...params, W3: x }), x),
    ],
  ]);
});

describe("layers.initialiseFeedForward(random, sizes, dtype)", () => {
  const sizes = { input: 5, hidden: 7, output: 3 };

  test("has (input + 1)·hidden + (hidden + 1)·output parameters, and (input + 1)·hidden more if gated", () => {
    expect(parameterCount(initialiseFeedForward(random(1), sizes))).toBe(6 * 7 + 8 * 3);
    expect(parameterCount(initialiseFeedForward(random(1), { ...sizes, gated: true }))).toBe(2 * 6 * 7 + 8 * 3);
    const bare = initialiseFeedForward(random(1), { ...sizes, gated: true, bias: false }, "float32");
    expect([parameterCount(bare), bare.W1.dtype]).toEqual([2 * 5 * 7 + 7 * 3, "float32"]);
  });

  test("draws the gate anew, and takes all that it draws", () => {
    const { W1, V } = initialiseFeedForward(random(1), { ...sizes, gated: true });
    expect(toArray(W1)).not.toEqual(toArray(V!));
    expect(feedForward(initialiseFeedForward(random(1), { ...sizes, gated: true }), x).shape).toEqual([2, 11, 3]);
  });

  const complaint = "expected a whole number, at least 1";
  refuses([
    [
      `layers.initialiseFeedForward: input has value 0, ${complaint}`,
      () => initialiseFeedForward(random(1), { ...sizes, input: 0 }),
    ],
    [
      `layers.initialiseFeedForward: hidden has value 0.5, ${complaint}`,
      () => initialiseFeedForward(random(1), { ...sizes, hidden: 0.5 }),
    ],
    [
      `layers.initialiseFeedForward: output has value NaN, ${complaint}`,
      () => initialiseFeedForward(random(1), { ...sizes, output: Number.NaN }),
    ],
    [
      "layers.initialiseFeedForward: gated has value 1, expected true or false",
      () => initialiseFeedForward(random(1), { ...sizes, gated: wrong(1) }),
    ],
    [
      'layers.initialiseFeedForward: sizes has key "d", expected only input, hidden, output, gated, bias',
      () => initialiseFeedForward(random(1), wrong({ d: 1 })),
    ],
  ]);
});

describe("layers.embeddingBag(params, bags)", () => {
  const E = sample([5, 3], 1);
  const complaint = "expected a row of E, 0 to 4";

  test("is the sum of the vectors of the bag's tokens, each as often as it comes", () => {
    const bags = [[4], [], [0, 2, 0], [1, 3]];
    const sums = bags.map((bag) => [0, 1, 2].map((p) => bag.reduce((sum, token) => sum + E.get(token, p), 0)));
    expect(toArray(layers.embeddingBag({ E }, bags))).toEqual(sums);
  });

  test("no bags give no vectors", () => {
    expect(layers.embeddingBag({ E }, []).shape).toEqual([0, 3]);
  });

  refuses([
    ...noTensor("layers.embeddingBag: E", (t) => layers.embeddingBag({ E: t }, [[1]])),
    [
      "layers.embeddingBag: E has shape [5], expected [vocabulary, d]",
      () => layers.embeddingBag({ E: sample([5]) }, []),
    ],
    [`layers.embeddingBag: bags[1][0] has value 5, ${complaint}`, () => layers.embeddingBag({ E }, [[1], [5]])],
    [`layers.embeddingBag: bags[0][1] has value 0.5, ${complaint}`, () => layers.embeddingBag({ E }, [[1, 0.5]])],
    ["layers.embeddingBag: bags[0] has value 1, expected an array", () => layers.embeddingBag({ E }, wrong([1]))],
    ["layers.embeddingBag: bags has value 1, expected an array", () => layers.embeddingBag({ E }, wrong(1))],
    ['layers.embeddingBag: params has key "W", expected only E', () => layers.embeddingBag(wrong({ W: E }), [[1]])],
  ]);
});

describe("layers.embedding(params, tokens)", () => {
  const E = sample([5, 3], 1);

  test("takes a row of the table for each token, under any leading axes", () => {
    const rows = toArray(E) as number[][];
    expect(toArray(embedding({ E }, 4))).toEqual(rows[4]);
    expect(
      toArray(
        embedding({ E }, [
          [[2], [0]],
          [[2], [4]],
        ]),
      ),
    ).toEqual([
      [[rows[2]], [rows[0]]],
      [[rows[2]], [rows[4]]],
    ]);
  });

  const complaint = "expected a row of E, 0 to 4";
  refuses([
    ...noTensor("layers.embedding: E", (t) => embedding({ E: t }, [1])),
    ["layers.embedding: E has shape [5], expected [vocabulary, d]", () => embedding({ E: sample([5]) }, [1])],
    [`layers.embedding: tokens has value 5, ${complaint}`, () => embedding({ E }, [1, 5])],
    [`layers.embedding: tokens has value -1, ${complaint}`, () => embedding({ E }, [[-1]])],
    [`layers.embedding: tokens has value 0.5, ${complaint}`, () => embedding({ E }, 0.5)],
    [`layers.embedding: tokens has value "a", ${complaint}`, () => embedding({ E }, wrong(["a"]))],
    ["layers.embedding: tokens has length 0, expected at least one token", () => embedding({ E }, [])],
    [
      "layers.embedding: tokens has rows of shapes [2] and [1], expected rows of one length",
      () => embedding({ E }, [[1, 2], [3]]),
    ],
    ['layers.embedding: params has key "W", expected only E', () => embedding(wrong({ W: E }), [1])],
  ]);
});

describe("layers.initialiseEmbedding(random, sizes, dtype)", () => {
  test("draws normal numbers of variance 1/d", () => {
    const { E } = initialiseEmbedding(random(1), { vocabulary: 100, d: 70 }, "float32");
    expect([E.shape, E.dtype]).toEqual([[100, 70], "float32"]);
    const squares = toArray(ops.mean(ops.square(E))) as number;
    expect(squares * 70).toBeGreaterThan(0.95);
    expect(squares * 70).toBeLessThan(1.05);
  });

  refuses([
    [
      "layers.initialiseEmbedding: vocabulary has value 0, expected a whole number, at least 1",
      () => initialiseEmbedding(random(1), { vocabulary: 0, d: 2 }),
    ],
    [
      "layers.initialiseEmbedding: d has value 0, expected a whole number, at least 1",
      () => initialiseEmbedding(random(1), { vocabulary: 2, d: 0 }),
    ],
    [
      'layers.initialiseEmbedding: sizes has key "size", expected only vocabulary, d',
      () => initialiseEmbedding(random(1), wrong({ size: 2 })),
    ],
  ]);
});
