import { describe, expect, test } from "vitest";
import {
  attend,
  largestDifference,
  layers,
  normalizers,
  ops,
  random,
  scores,
  type Tensor,
  toArray,
} from "../../../../lib/index.ts";
import { noTensor, refuses, wrong } from "../../refuses.ts";
import { sample } from "../../samples.ts";

const x = sample([2, 7, 3, 5], 1);

/** The images with channels, or places counted row by row, in another order. */
const inChannels = (images: Tensor, order: readonly number[]): Tensor =>
  ops.transpose(ops.take(ops.transpose(images, [1, 0, 2, 3]), order), [1, 0, 2, 3]);
const inPlaces = (images: Tensor, order: readonly number[]): Tensor => {
  const places = ops.transpose(ops.reshape(images, [2, 7, 15]), [2, 0, 1]);
  return ops.reshape(ops.transpose(ops.take(places, order), [1, 2, 0]), [2, 7, 3, 5]);
};
const [channels, places] = [random(1).permutation(7), random(2).permutation(15)];

describe("layers.efficientChannelAttention(params, x)", () => {
  const { efficientChannelAttention, initialiseEfficientChannelAttention } = layers;
  const params = { w: sample([3], 2) };

  test("gates each channel by its own mean and those of its neighbours", () => {
    const { output, gates } = efficientChannelAttention(params, x);
    const z = toArray(layers.globalAveragePool(x)) as number[][];
    z.forEach((means, n) => {
      means.forEach((mean, c) => {
        const heard = [means[c - 1] ?? 0, mean, means[c + 1] ?? 0];
        const gate = 1 / (1 + Math.exp(-heard.reduce((sum, m, i) => sum + m * params.w.get(i), 0)));
        expect(gates.get(n, c)).toBeCloseTo(gate, 13);
        expect(output.get(n, c, 2, 4)).toBeCloseTo(gate * x.get(n, c, 2, 4), 13);
      });
    });
  });

  test("follows any order of the places, and depends on that of the channels", () => {
    const { output } = efficientChannelAttention(params, x);
    const moved = efficientChannelAttention(params, inPlaces(x, places)).output;
    expect(largestDifference(moved, inPlaces(output, places))).toBeLessThan(1e-14);
    const renamed = efficientChannelAttention(params, inChannels(x, channels)).output;
    expect(largestDifference(renamed, inChannels(output, channels))).toBeGreaterThan(0.01);
  });

  test("takes an image without leading axes", () => {
    const one = efficientChannelAttention(params, x.pick(1) as Tensor);
    expect(largestDifference(one.output, efficientChannelAttention(params, x).output.pick(1) as Tensor)).toBe(0);
  });

  test.each([
    [8, 3],
    [64, 3],
    [256, 5],
    [512, 5],
    [2048, 7],
    [1, 1],
  ])("for %i channels has a kernel of %i, as |log₂(C)/2 + 1/2| made odd", (channels, kernel) => {
    const { w } = initialiseEfficientChannelAttention(random(1), { channels }, "float32");
    expect([w.shape, w.dtype]).toEqual([[kernel], "float32"]);
  });

  const initialise = (sizes: object) => () => initialiseEfficientChannelAttention(random(1), wrong(sizes));
  refuses([
    ...noTensor("layers.efficientChannelAttention: x", (y) => efficientChannelAttention(params, y)),
    ...noTensor("layers.efficientChannelAttention: w", (w) => efficientChannelAttention({ w }, x)),
    [
      "layers.efficientChannelAttention: w has shape [2], expected [k] with k odd",
      () => efficientChannelAttention({ w: sample([2]) }, x),
    ],
    [
      "layers.efficientChannelAttention: params has value null, expected an object",
      () => efficientChannelAttention(wrong(null), x),
    ],
    [
      "layers.initialiseEfficientChannelAttention: kernel has value 4, expected an odd number",
      initialise({ channels: 8, kernel: 4 }),
    ],
    [
      "layers.initialiseEfficientChannelAttention: channels has value 0, expected a whole number, at least 1",
      initialise({ channels: 0 }),
    ],
    [
      'layers.initialiseEfficientChannelAttention: sizes has key "k", expected only channels, kernel',
      initialise({ channels: 8, k: 3 }),
    ],
  ]);
});

describe("layers.cbam(params, x)", () => {
  const { cbam, initialiseCbam } = layers;
  const params = { W1: sample([2, 7], 2), W2: sample([7, 2], 3), W: sample([1, 2, 3, 3], 4) };
  const gate = (s: number): number => 1 / (1 + Math.exp(-s));

  test("gates channels by their mean and maximum, then places by the mean and maximum of the channels", () => {
    const { output, channelGates, spatialGates } = cbam(params, x);
    const [W1, W2] = [toArray(params.W1), toArray(params.W2)] as number[][][];
    const mlp = (z: number[]): number[] => {
      const hidden = W1!.map((row) =>
        Math.max(
          0,
          row.reduce((sum, w, i) => sum + w * z[i]!, 0),
        ),
      );
      return W2!.map((row) => row.reduce((sum, w, i) => sum + w * hidden[i]!, 0));
    };
    const [n, channel, row, column] = [1, 4, 2, 0]; // a place at the border
    const image = (toArray(x.pick(n) as Tensor) as number[][][]).map((plane) => plane.flat());
    const mean = mlp(image.map((plane) => plane.reduce((a, b) => a + b, 0) / 15));
    const largest = mlp(image.map((plane) => Math.max(...plane)));
    const gates = mean.map((s, c) => gate(s + largest[c]!));
    expect(channelGates.get(n, channel)).toBeCloseTo(gates[channel]!, 13);

    let sum = 0;
    for (const i of [0, 1, 2]) {
      for (const j of [0, 1, 2]) {
        const [r, c] = [row + i - 1, column + j - 1];
        if (r < 0 || r > 2 || c < 0 || c > 4) continue;
        const scaled = image.map((plane, at) => gates[at]! * plane[r * 5 + c]!);
        sum += (params.W.get(0, 0, i, j) * scaled.reduce((a, b) => a + b, 0)) / 7;
        sum += params.W.get(0, 1, i, j) * Math.max(...scaled);
      }
    }
    expect(spatialGates.get(n, row, column)).toBeCloseTo(gate(sum), 13);
    const expected = gates[channel]! * gate(sum) * x.get(n, channel, row, column);
    expect(output.get(n, channel, row, column)).toBeCloseTo(expected, 13);
  });

  test("depends on where things are: its channel gates do not, its spatial gates do", () => {
    const [before, after] = [cbam(params, x), cbam(params, inPlaces(x, places))];
    expect(largestDifference(after.channelGates, before.channelGates)).toBeLessThan(1e-14);
    expect(largestDifference(after.output, inPlaces(before.output, places))).toBeGreaterThan(0.01);
  });

  test("takes an image without leading axes", () => {
    const one = cbam(params, x.pick(1) as Tensor);
    expect([one.output.shape, one.channelGates.shape, one.spatialGates.shape]).toEqual([[7, 3, 5], [7], [3, 5]]);
    expect(largestDifference(one.output, cbam(params, x).output.pick(1) as Tensor)).toBe(0);
  });

  test("has 2C²/r + 2k² parameters", () => {
    const { W1, W2, W } = initialiseCbam(random(1), { channels: 12, reduction: 3 }, "float32");
    expect(W1.size + W2.size + W.size).toBe((2 * 12 ** 2) / 3 + 2 * 7 ** 2);
    expect([W1.dtype, W2.dtype, W.dtype]).toEqual(["float32", "float32", "float32"]);
  });

  const initialise = (sizes: object) => () => initialiseCbam(random(1), wrong(sizes));
  refuses([
    ...noTensor("layers.cbam: x", (y) => cbam(params, y)),
    ...noTensor("layers.cbam: W", (W) => cbam({ ...params, W }, x)),
    ["layers.cbam: params has value null, expected an object", () => cbam(wrong(null), x)],
    [
      "layers.cbam: W has shape [1, 2, 2, 2], expected [1, 2, k, k] with k odd",
      () => cbam({ ...params, W: sample([1, 2, 2, 2]) }, x),
    ],
    [
      "layers.cbam: W has shape [2, 2, 3, 3], expected [1, 2, k, k] with k odd",
      () => cbam({ ...params, W: sample([2, 2, 3, 3]) }, x),
    ],
    [
      "layers.initialiseCbam: kernel has value 2, expected an odd number",
      initialise({ channels: 8, reduction: 2, kernel: 2 }),
    ],
    [
      "layers.initialiseCbam: reduction has value 5, expected a divisor of channels = 8",
      initialise({ channels: 8, reduction: 5 }),
    ],
    [
      'layers.initialiseCbam: sizes has key "r", expected only channels, reduction, kernel',
      initialise({ channels: 8, reduction: 2, r: 2 }),
    ],
  ]);
});

describe("layers.nonLocal(params, x, { score, normalize })", () => {
  const { nonLocal, initialiseNonLocal } = layers;
  const params = { Wq: sample([7, 2], 2), Wk: sample([7, 2], 3), Wv: sample([7, 11], 4), Wo: sample([11, 7], 5) };

  test("is the image plus what attention over its places brings", () => {
    const tokens = ops.transpose(ops.reshape(x, [2, 7, 15]));
    const heard = attend(ops.matmul(tokens, params.Wq), ops.matmul(tokens, params.Wk), ops.matmul(tokens, params.Wv), {
      score: scores.dot(),
    });
    const { output, weights } = nonLocal(params, x);
    expect(weights.shape).toEqual([2, 15, 15]);
    expect(largestDifference(weights, heard.weights)).toBe(0);
    const added = ops.reshape(ops.transpose(ops.matmul(heard.output, params.Wo)), [2, 7, 3, 5]);
    expect(largestDifference(output, ops.add(x, added))).toBe(0);
  });

  test("follows any order of the places", () => {
    const moved = nonLocal(params, inPlaces(x, places)).output;
    expect(largestDifference(moved, inPlaces(nonLocal(params, x).output, places))).toBeLessThan(1e-12);
  });

  test("takes other scores and normalisers: dot products over their number, Eq. 4 of the paper", () => {
    const mean = <T extends object>(s: T): T => ops.divide(s as unknown as Tensor, 15) as unknown as T;
    const { weights } = nonLocal(params, x, { normalize: mean as never });
    const tokens = ops.transpose(ops.reshape(x, [2, 7, 15]));
    const products = ops.matmul(ops.matmul(tokens, params.Wq), ops.transpose(ops.matmul(tokens, params.Wk)));
    expect(largestDifference(weights, ops.divide(products, 15))).toBe(0);
    const cosine = nonLocal(params, x, { score: scores.cosine(), normalize: normalizers.softmax() });
    expect(largestDifference(cosine.weights, nonLocal(params, x).weights)).toBeGreaterThan(0.01);
  });

  test("takes an image without leading axes", () => {
    const one = nonLocal(params, x.pick(1) as Tensor);
    expect(largestDifference(one.output, nonLocal(params, x).output.pick(1) as Tensor)).toBeLessThan(1e-14);
  });

  test("has 4·C·d parameters, and by default d = C/2", () => {
    const sizesOf = (p: layers.NonLocalParams): number[] =>
      [p.Wq, p.Wk, p.Wv, p.Wo].map((W) => W.shape.join("×") as never);
    expect(sizesOf(initialiseNonLocal(random(1), { channels: 7 }))).toEqual(["7×4", "7×4", "7×4", "4×7"]);
    expect(sizesOf(initialiseNonLocal(random(1), { channels: 6, hidden: 5 }))).toEqual(["6×5", "6×5", "6×5", "5×6"]);
    expect(initialiseNonLocal(random(1), { channels: 6 }, "float32").Wo.dtype).toBe("float32");
  });

  const initialise = (sizes: object) => () => initialiseNonLocal(random(1), wrong(sizes));
  refuses([
    ...noTensor("layers.nonLocal: x", (y) => nonLocal(params, y)),
    ...noTensor("layers.nonLocal: Wo", (Wo) => nonLocal({ ...params, Wo }, x)),
    ["layers.nonLocal: params has value null, expected an object", () => nonLocal(wrong(null), x)],
    [
      "layers.nonLocal: Wk has shape [7, 3], expected [C, d] with d = 2 (from Wq)",
      () => nonLocal({ ...params, Wk: sample([7, 3]) }, x),
    ],
    [
      'layers.nonLocal: options has key "mask", expected only score, normalize',
      () => nonLocal(params, x, wrong({ mask: 1 })),
    ],
    ["layers.nonLocal: score has value 1, expected a function", () => nonLocal(params, x, { score: wrong(1) })],
    [
      "layers.nonLocal: normalize has value null, expected a function",
      () => nonLocal(params, x, { normalize: wrong(null) }),
    ],
    [
      "layers.initialiseNonLocal: hidden has value 0, expected a whole number, at least 1",
      initialise({ channels: 8, hidden: 0 }),
    ],
    ['layers.initialiseNonLocal: sizes has key "d", expected only channels, hidden', initialise({ channels: 8, d: 4 })],
  ]);
});
