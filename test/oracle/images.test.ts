import fc from "fast-check";
import { expect, test } from "vitest";
import { layers, ops, random, type Tensor } from "../../lib/index.ts";
import { expectAgreement, forAll, normal, seed } from "./agreement.ts";
import { onnx } from "./onnx.ts";
import type { Attribute } from "./onnx-model.ts";

const count = fc.constantFrom(1, 2, 3, 5);
const pair = (min: number, max: number) => fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));

/** Images, and a window that is no larger than they are with their padding. */
const windows = {
  ...{ N: count, C: count, image: pair(4, 9), size: pair(1, 4), stride: pair(1, 3), seed },
};

const attributesOf = (
  size: readonly number[],
  stride: readonly number[],
  [top, left]: readonly [number, number],
): Record<string, Attribute> => ({
  kernel_shape: { ints: size },
  strides: { ints: stride },
  pads: { ints: [top, left, top, left] },
});

test("layers.conv2d(params, x, { stride, padding }) is ONNX Conv", async () => {
  const cases = fc.record({ ...windows, F: count, padding: pair(0, 3), biased: fc.boolean() });
  await forAll(cases, async ({ N, C, F, image, size, stride, padding, biased, seed }) => {
    const x = normal([N, C, ...image], seed);
    // Of such a size that the results are of order 1, to which the bound belongs.
    const W = ops.divide(normal([F, C, ...size], seed + 1), Math.sqrt(C * size[0] * size[1]));
    const b = biased ? normal([F], seed + 2) : undefined;
    const attributes = attributesOf(size, stride, padding);
    const { out } = await onnx("Conv", { opset: 22, attributes, inputs: b ? [x, W, b] : [x, W] });
    const ours = layers.conv2d(b ? { W, b } : { W }, x, { stride, padding });
    expect(ours.shape).toEqual(out!.shape);
    expectAgreement(ours, out!);
  });
});

const pooled = fc
  .record({ ...windows, share: fc.tuple(fc.nat(99), fc.nat(99)) })
  .map((c) => ({ ...c, padding: c.size.map((size, axis) => c.share[axis]! % size) as [number, number] }));

test.each([
  ["maxPool2d", "MaxPool", layers.maxPool2d],
  ["averagePool2d", "AveragePool", layers.averagePool2d],
] as const)("layers.%s(x, { size, stride, padding }) is ONNX %s", async (_, type, pool) => {
  await forAll(pooled, async ({ N, C, image, size, stride, padding, seed }) => {
    const x = normal([N, C, ...image], seed);
    const { out } = await onnx(type, { opset: 22, attributes: attributesOf(size, stride, padding), inputs: [x] });
    const ours = pool(x, { size, stride, padding });
    expect(ours.shape).toEqual(out!.shape);
    expectAgreement(ours, out!);
  });
});

test("layers.globalAveragePool(x) is ONNX GlobalAveragePool", async () => {
  await forAll(fc.record(windows), async ({ N, C, image, seed }) => {
    const x = normal([N, C, ...image], seed);
    const { out } = await onnx("GlobalAveragePool", { opset: 22, inputs: [x] });
    expectAgreement(layers.globalAveragePool(x), ops.reshape(out!, [N, C]));
  });
});

const positive = (shape: readonly number[], from: number): Tensor =>
  ops.add(random(from).uniform(shape, "float32"), 0.5);

test("layers.batchNorm(params, x, { running, epsilon }) is ONNX BatchNormalization", async () => {
  const cases = fc.record({ ...windows, epsilon: fc.constantFrom(1e-5, 0.001, 0.1) });
  await forAll(cases, async ({ N, C, image, epsilon, seed }) => {
    const x = normal([N, C, ...image], seed);
    const params = { gain: normal([C], seed + 1), bias: normal([C], seed + 2) };
    const running = { mean: normal([C], seed + 3), variance: positive([C], seed + 4) };
    const { out } = await onnx("BatchNormalization", {
      opset: 15,
      attributes: { epsilon: { f: epsilon } },
      inputs: [x, params.gain, params.bias, running.mean, running.variance],
    });
    expectAgreement(layers.batchNorm(params, x, { running, epsilon }).output, out!);
  });
});

test("layers.batchNorm(params, x, { running, training, momentum }) is ONNX BatchNormalization in training", async () => {
  const cases = fc.record({ ...windows, momentum: fc.constantFrom(0, 0.1, 0.5, 1) });
  await forAll(cases, async ({ N, C, image, momentum, seed }) => {
    const x = normal([N, C, ...image], seed);
    const params = { gain: normal([C], seed + 1), bias: normal([C], seed + 2) };
    const running = { mean: normal([C], seed + 3), variance: positive([C], seed + 4) };
    const { out, mean, variance } = await onnx("BatchNormalization", {
      opset: 15,
      attributes: { training_mode: { i: 1 }, momentum: { f: 1 - momentum } },
      inputs: [x, params.gain, params.bias, running.mean, running.variance],
      outputs: ["out", "mean", "variance"],
    });
    const ours = layers.batchNorm(params, x, { running, training: true, momentum });
    expectAgreement(ours.output, out!);
    expectAgreement(ours.running.mean, mean!);
    // ONNX keeps the variance of the batch itself, we as the paper do the unbiased one: count / (count − 1) of it.
    const kept = ops.multiply(running.variance, 1 - momentum);
    const share = 1 - C / x.size; // (count − 1) / count
    expectAgreement(ops.add(kept, ops.multiply(ops.subtract(ours.running.variance, kept), share)), variance!);
  });
});
