import { describe, expect, test } from "vitest";
import {
  attentionWeights,
  largestDifference,
  layers,
  normalizers,
  ops,
  random,
  scores,
  type Tensor,
  toArray,
} from "../../../../lib/index.ts";
import { dotOf, meanOf, sumOf } from "../../naive.ts";
import { noTensor, refuses, wrong } from "../../refuses.ts";
import { sample } from "../../samples.ts";

const { squeezeExcitation, initialiseSqueezeExcitation } = layers;
const params = { W1: sample([2, 7], 1), W2: sample([7, 2], 2) };
const x = sample([3, 7, 5, 4], 3);

describe("layers.squeezeExcitation(params, x, { normalize })", () => {
  test("is Eq. 2–4 of the paper, number by number", () => {
    const [W1, W2] = [toArray(params.W1), toArray(params.W2)] as number[][][];
    const { output, gates } = squeezeExcitation(params, x);
    expect([output.shape, gates.shape]).toEqual([
      [3, 7, 5, 4],
      [3, 7],
    ]);
    (toArray(x) as number[][][][]).forEach((image, n) => {
      const z = image.map((channel) => meanOf(channel.flat()));
      const hidden = W1!.map((row) => Math.max(0, dotOf(row, z)));
      W2!.forEach((row, c) => {
        const gate = 1 / (1 + Math.exp(-dotOf(row, hidden)));
        expect(gates.get(n, c)).toBeCloseTo(gate, 13);
        expect(output.get(n, c, 4, 3)).toBeCloseTo(gate * image[c]![4]![3]!, 13);
      });
    });
  });

  test("gates by the attention weights of the query ReLU(W₁·z) over the rows of W₂", () => {
    const z = layers.globalAveragePool(x);
    const q = ops.relu(ops.matmul(z, ops.transpose(params.W1)));
    const options = { score: scores.dot(), normalize: normalizers.sigmoid() };
    const weights = attentionWeights(q, params.W2, options);
    expect(largestDifference(squeezeExcitation(params, x).gates, weights)).toBeLessThan(1e-12);
  });

  test("has gates between 0 and 1 that need not sum to 1; under softmax they do", () => {
    const sumsOf = (gates: Tensor) => (toArray(gates) as number[][]).map(sumOf);
    const { gates } = squeezeExcitation(params, x);
    expect(gates.data.every((gate) => gate > 0 && gate < 1)).toBe(true);
    for (const sum of sumsOf(gates)) expect(Math.abs(sum - 1)).toBeGreaterThan(0.5);
    const shares = squeezeExcitation(params, x, { normalize: normalizers.softmax() });
    for (const sum of sumsOf(shares.gates)) expect(sum).toBeCloseTo(1, 14);
  });

  test("does not mind the order of the places, and follows that of the channels", () => {
    const places = random(1).permutation(20);
    const columns = ops.transpose(ops.reshape(x, [3, 7, 20]), [2, 0, 1]);
    const shuffled = ops.reshape(ops.transpose(ops.take(columns, places), [1, 2, 0]), [3, 7, 5, 4]);
    expect(
      largestDifference(squeezeExcitation(params, shuffled).gates, squeezeExcitation(params, x).gates),
    ).toBeLessThan(1e-14);

    const order = random(2).permutation(7);
    const moved = ops.transpose(ops.take(ops.transpose(x, [1, 0, 2, 3]), order), [1, 0, 2, 3]);
    const W1 = ops.transpose(ops.take(ops.transpose(params.W1), order));
    const renamed = squeezeExcitation({ W1, W2: ops.take(params.W2, order) }, moved).gates;
    const expected = ops.transpose(ops.take(ops.transpose(squeezeExcitation(params, x).gates), order));
    expect(largestDifference(renamed, expected)).toBeLessThan(1e-14);
  });

  test("takes any leading axes, and none", () => {
    const one = squeezeExcitation(params, x.pick(2) as Tensor);
    expect([one.output.shape, one.gates.shape]).toEqual([[7, 5, 4], [7]]);
    const more = squeezeExcitation(params, ops.reshape(x, [3, 1, 7, 5, 4]));
    expect(more.gates.shape).toEqual([3, 1, 7]);
    expect(largestDifference(one.output, more.output.pick(2, 0) as Tensor)).toBe(0);
  });

  refuses([
    ...noTensor("layers.squeezeExcitation: x", (y) => squeezeExcitation(params, y)),
    ...noTensor("layers.squeezeExcitation: W2", (W2) => squeezeExcitation({ ...params, W2 }, x)),
    [
      "layers.squeezeExcitation: params has value undefined, expected an object",
      () => squeezeExcitation(wrong(undefined), x),
    ],
    [
      "layers.squeezeExcitation: W1 has shape [2, 7], expected [h, C] with C = 3 (from x)",
      () => squeezeExcitation(params, sample([3, 5, 4])),
    ],
    [
      "layers.squeezeExcitation: W2 has shape [7, 3], expected [C, h] with h = 2 (from W1)",
      () => squeezeExcitation({ ...params, W2: sample([7, 3]) }, x),
    ],
    [
      'layers.squeezeExcitation: options has key "normalizer", expected only normalize',
      () => squeezeExcitation(params, x, wrong({ normalizer: normalizers.softmax() })),
    ],
    [
      'layers.squeezeExcitation: normalize has value "softmax", expected a function',
      () => squeezeExcitation(params, x, { normalize: wrong("softmax") }),
    ],
  ]);
});

describe("layers.initialiseSqueezeExcitation(random, sizes, dtype)", () => {
  test.each([
    [64, 16],
    [64, 4],
    [12, 3],
    [5, 1],
  ])("has 2C²/r parameters for C = %i and r = %i", (channels, reduction) => {
    const { W1, W2 } = initialiseSqueezeExcitation(random(1), { channels, reduction });
    expect(W1.size + W2.size).toBe((2 * channels ** 2) / reduction);
    expect([W1.shape, W2.shape]).toEqual([
      [channels / reduction, channels],
      [channels, channels / reduction],
    ]);
  });

  test("draws weights uniform in ±1/√fan-in", () => {
    const { W1, W2 } = initialiseSqueezeExcitation(random(1), { channels: 100, reduction: 4 }, "float32");
    const most = (t: Tensor) => Math.max(...Array.from(t.data, Math.abs));
    expect(most(W1)).toBeLessThanOrEqual(0.1);
    expect(most(W1)).toBeGreaterThan(0.099);
    expect(most(W2)).toBeLessThanOrEqual(0.2);
    expect(most(W2)).toBeGreaterThan(0.198);
    expect([W1.dtype, W2.dtype]).toEqual(["float32", "float32"]);
  });

  refuses([
    [
      "layers.initialiseSqueezeExcitation: reduction has value 3, expected a divisor of channels = 8",
      () => initialiseSqueezeExcitation(random(1), { channels: 8, reduction: 3 }),
    ],
    [
      "layers.initialiseSqueezeExcitation: channels has value 0, expected a whole number, at least 1",
      () => initialiseSqueezeExcitation(random(1), { channels: 0, reduction: 1 }),
    ],
    [
      "layers.initialiseSqueezeExcitation: reduction has value undefined, expected a whole number, at least 1",
      () => initialiseSqueezeExcitation(random(1), wrong({ channels: 8 })),
    ],
    [
      'layers.initialiseSqueezeExcitation: sizes has key "r", expected only channels, reduction',
      () => initialiseSqueezeExcitation(random(1), wrong({ channels: 8, r: 2 })),
    ],
  ]);
});
