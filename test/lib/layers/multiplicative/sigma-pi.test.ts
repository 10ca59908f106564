import { describe, expect, test } from "vitest";
import { largestDifference, layers, ops, random, scores, tensor, toArray } from "../../../../lib/index.ts";
import { noTensor, refuses, wrong } from "../../refuses.ts";
import { sample } from "../../samples.ts";

const { initialiseSigmaPi, sigmaPi } = layers;

describe("layers.sigmaPi(params, x, conjuncts)", () => {
  test("sums the weighted products of the inputs that each conjunct names", () => {
    const conjuncts = [[0, 1, 2], [2, 2], [1], []];
    const [W, b, x] = [sample([4, 3], 1), sample([3], 2), sample([2, 5, 3], 3)];
    const expected = (toArray(x) as number[][][]).map((batch) =>
      batch.map((one) =>
        (toArray(b) as number[]).map((bias, i) =>
          conjuncts.reduce((sum, places, j) => sum + W.get(j, i) * places.reduce((p, k) => p * one[k]!, 1), bias),
        ),
      ),
    );
    expect(largestDifference(sigmaPi({ W, b }, x, conjuncts), tensor(expected))).toBeLessThan(1e-14);
  });

  test("of all pairs of [x; y] is the bilinear score Σ M_ab x_a y_b", () => {
    const [x, y, M] = [sample([7, 3], 1), sample([7, 5], 2), sample([3, 5], 3)];
    const pairs = [0, 1, 2].flatMap((a) => [0, 1, 2, 3, 4].map((b) => [a, 3 + b]));
    const logits = sigmaPi({ W: ops.reshape(M, [15, 1]) }, ops.concatenate([x, y], { axis: 1 }), pairs);
    const ofAll = scores.bilinear(M)(x, y);
    const diagonal = tensor(Array.from({ length: 7 }, (_, i) => [ofAll.get(i, i)]));
    expect(largestDifference(logits, diagonal)).toBeLessThan(1e-12);
  });

  test("of nothing but the empty product is a bias", () => {
    expect(toArray(sigmaPi({ W: tensor([[2, 3]]) }, sample([3]), [[]]))).toEqual([2, 3]);
  });

  const W = sample([2, 3]);
  const conjuncts = [[0, 1], [2]];
  refuses([
    ...noTensor("layers.sigmaPi: x", (x) => sigmaPi({ W }, x, conjuncts)),
    ...noTensor("layers.sigmaPi: W", (x) => sigmaPi({ W: x }, sample([3]), conjuncts)),
    ["layers.sigmaPi: params has value 3, expected an object", () => sigmaPi(wrong(3), sample([3]), conjuncts)],
    [
      'layers.sigmaPi: params has key "U", expected only W, b',
      () => sigmaPi(wrong({ W, U: W }), sample([3]), conjuncts),
    ],
    ["layers.sigmaPi: x has shape [], expected […, d]", () => sigmaPi({ W }, tensor(3), conjuncts)],
    [
      "layers.sigmaPi: b has shape [2], expected [d_out] with d_out = 3 (from W)",
      () => sigmaPi({ W, b: sample([2]) }, sample([3]), conjuncts),
    ],
    ["layers.sigmaPi: conjuncts has value 3, expected an array", () => sigmaPi({ W }, sample([3]), wrong(3))],
    ["layers.sigmaPi: conjuncts[1] has value 3, expected an array", () => sigmaPi({ W }, sample([3]), wrong([[0], 3]))],
    [
      "layers.sigmaPi: conjuncts has length 1, expected 2, one for each row of W",
      () => sigmaPi({ W }, sample([3]), [[0]]),
    ],
    [
      "layers.sigmaPi: conjuncts[1] has value 3, expected inputs, 0 to 2",
      () => sigmaPi({ W }, sample([3]), [[0], [1, 3]]),
    ],
  ]);
});

describe("layers.initialiseSigmaPi(random, sizes, dtype)", () => {
  test("draws weights uniform in ±1/√J, and biases of 0", () => {
    const { W, b } = initialiseSigmaPi(random(1), { conjuncts: 100, output: 70 }, "float32");
    expect([W.shape, W.dtype, toArray(b!)]).toEqual([[100, 70], "float32", Array(70).fill(0)]);
    const numbers = Array.from(W.data);
    expect(Math.max(...numbers.map(Math.abs))).toBeLessThanOrEqual(Math.fround(0.1));
    expect(Math.max(...numbers)).toBeGreaterThan(0.099);
    expect(initialiseSigmaPi(random(1), { conjuncts: 2, output: 3, bias: false }).b).toBeUndefined();
  });

  refuses([
    [
      "layers.initialiseSigmaPi: conjuncts has value 0, expected a whole number, at least 1",
      () => initialiseSigmaPi(random(1), { conjuncts: 0, output: 2 }),
    ],
    [
      'layers.initialiseSigmaPi: sizes has key "input", expected only conjuncts, output, bias',
      () => initialiseSigmaPi(random(1), wrong({ input: 0 })),
    ],
  ]);
});
