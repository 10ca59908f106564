import { describe, expect, test } from "vitest";
import { grad, largestDifference, layers, ops, type Tensor, tensor, toArray, vjp } from "../../../../lib/index.ts";
import { meanOf, sumOf } from "../../naive.ts";
import { noTensor, refuses, wrong } from "../../refuses.ts";
import { positive, sample } from "../../samples.ts";

const { batchNorm, initialiseBatchNorm } = layers;

/** All numbers of a channel, over images, rows and columns. */
const channelOf = (x: Tensor, c: number): number[] =>
  (toArray(x.transpose(1, 0, 2, 3).pick(c) as Tensor) as number[][][]).flat(2);
const varianceOf = (numbers: number[]): number => meanOf(numbers.map((x) => (x - meanOf(numbers)) ** 2));

describe("layers.batchNorm(params, x, { running, training, momentum, epsilon })", () => {
  const x = ops.add(ops.multiply(sample([7, 3, 2, 5]), 3), 4);
  const params = { gain: sample([3], 1), bias: sample([3], 2) };
  const running = { mean: sample([3], 3), variance: positive([3], 4) };

  test("in training gives each channel the bias as its mean, and the gain as its deviation", () => {
    const { output } = batchNorm(params, x, { running, training: true, epsilon: 0 });
    for (const c of [0, 1, 2]) {
      const numbers = channelOf(output, c);
      expect(meanOf(numbers)).toBeCloseTo(params.bias.get(c), 12);
      expect(Math.sqrt(varianceOf(numbers))).toBeCloseTo(Math.abs(params.gain.get(c)), 12);
    }
  });

  test("in training moves the running statistics by the momentum, to the unbiased variance", () => {
    const { running: moved } = batchNorm(params, x, { running, training: true, momentum: 0.3 });
    for (const c of [0, 1, 2]) {
      const numbers = channelOf(x, c);
      const unbiased = sumOf(numbers.map((n) => (n - meanOf(numbers)) ** 2)) / (numbers.length - 1);
      expect(moved.mean.get(c)).toBeCloseTo(0.7 * running.mean.get(c) + 0.3 * meanOf(numbers), 12);
      expect(moved.variance.get(c)).toBeCloseTo(0.7 * running.variance.get(c) + 0.3 * unbiased, 12);
    }
  });

  test("otherwise normalises every image by the running statistics, and returns them as they are", () => {
    const { output, running: same } = batchNorm(params, x, { running, epsilon: 0.1 });
    expect(same).toBe(running);
    const one = (c: number, value: number): number =>
      (params.gain.get(c) * (value - running.mean.get(c))) / Math.sqrt(running.variance.get(c) + 0.1) +
      params.bias.get(c);
    expect(output.get(6, 2, 1, 4)).toBeCloseTo(one(2, x.get(6, 2, 1, 4)), 13);
    const alone = batchNorm(params, x.pick(5) as Tensor, { running, epsilon: 0.1 });
    expect(largestDifference(alone.output, output.pick(5) as Tensor)).toBe(0);
  });

  test("does not mind a shift or a scale of a channel in training", () => {
    const options = { running, training: true, epsilon: 0 };
    const moved = ops.add(ops.multiply(x, tensor([[[2]], [[0.5]], [[3]]])), tensor([[[1]], [[-7]], [[0]]]));
    const difference = largestDifference(
      batchNorm(params, moved, options).output,
      batchNorm(params, x, options).output,
    );
    expect(difference).toBeLessThan(1e-12);
  });

  test("gives plain statistics, through which no gradient flows, under a trace too", () => {
    let seen: unknown;
    const { value } = vjp((input) => {
      const result = batchNorm(params, input, { running, training: true });
      seen = result.running.mean;
      return result.output;
    }, x);
    const plain = batchNorm(params, x, { running, training: true });
    expect(largestDifference(seen as Tensor, plain.running.mean)).toBe(0);
    expect(largestDifference(value, plain.output)).toBe(0);
    const total = grad((input) => ops.sum(batchNorm(params, input, { running, training: true }).output));
    expect(largestDifference(total(x), ops.multiply(x, 0))).toBeLessThan(1e-12);
  });

  const call = (options: object) => () => batchNorm(params, x, wrong({ running, ...options }));
  refuses([
    ...noTensor("layers.batchNorm: x", (wrongX) => batchNorm(params, wrongX, { running })),
    ...noTensor("layers.batchNorm: gain", (gain) => batchNorm({ ...params, gain }, x, { running })),
    ["layers.batchNorm: params has value null, expected an object", () => batchNorm(wrong(null), x, { running })],
    ["layers.batchNorm: options has value undefined, expected an object", () => batchNorm(params, x, wrong(undefined))],
    ["layers.batchNorm: running has value undefined, expected an object", call({ running: undefined })],
    [
      "layers.batchNorm: running.variance has shape [2], expected [C] with C = 3 (from x)",
      call({ running: { ...running, variance: sample([2]) } }),
    ],
    [
      "layers.batchNorm: bias has shape [7], expected [C] with C = 3 (from x)",
      () => batchNorm({ ...params, bias: sample([7]) }, x, { running }),
    ],
    ["layers.batchNorm: training has value 1, expected true or false", call({ training: 1 })],
    ["layers.batchNorm: momentum has value 1.5, expected a number from 0 to 1", call({ momentum: 1.5 })],
    ["layers.batchNorm: epsilon has value -1, expected a finite number, at least 0", call({ epsilon: -1 })],
    ['layers.batchNorm: options has key "eps", expected only running, training, momentum, epsilon', call({ eps: 0.1 })],
    [
      "layers.batchNorm: x has shape [1, 3, 1, 1], expected more than one number a channel in training",
      () => batchNorm(params, sample([1, 3, 1, 1]), { running, training: true }),
    ],
  ]);
});

describe("layers.initialiseBatchNorm(sizes, dtype)", () => {
  test("starts without effect", () => {
    const { params, running } = initialiseBatchNorm({ channels: 3 }, "float32");
    const x = sample([2, 3, 5, 7], 1, "float32");
    expect(largestDifference(batchNorm(params, x, { running, epsilon: 0 }).output, x)).toBe(0);
    expect([params.gain.shape, running.variance.dtype]).toEqual([[3], "float32"]);
  });

  refuses([
    [
      "layers.initialiseBatchNorm: channels has value 0, expected a whole number, at least 1",
      () => initialiseBatchNorm({ channels: 0 }),
    ],
    [
      'layers.initialiseBatchNorm: sizes has key "input", expected only channels',
      () => initialiseBatchNorm(wrong({ input: 3 })),
    ],
  ]);
});
