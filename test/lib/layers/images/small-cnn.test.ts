import { expect, test } from "vitest";
import {
  type DType,
  fit,
  layers,
  losses,
  ops,
  optimizers,
  random,
  type Tensor,
  type Value,
} from "../../../../lib/index.ts";

const initialise = (dtype: DType) => {
  const stream = random(1);
  return {
    first: layers.initialiseConv2d(stream, { input: 1, output: 4, kernel: 3 }, dtype),
    excitation: layers.initialiseSqueezeExcitation(stream, { channels: 4, reduction: 2 }, dtype),
    second: layers.initialiseConv2d(stream, { input: 4, output: 6, kernel: 3, bias: false }, dtype),
    norm: layers.initialiseBatchNorm({ channels: 6 }, dtype).params,
    last: layers.initialiseLinear(stream, { input: 6, output: 5 }, dtype),
  };
};
type Params<T extends Value> = {
  first: layers.Conv2dParams<T>;
  excitation: layers.SqueezeExcitationParams<T>;
  second: layers.Conv2dParams<T>;
  norm: layers.BatchNormParams<T>;
  last: layers.LinearParams<T>;
};

/** Convolution, gates, pooling, convolution, batch normalisation, pooling, classes. */
function classify<T extends Value>(params: Params<T>, x: Tensor): T {
  const { running } = layers.initialiseBatchNorm({ channels: 6 }, x.dtype as DType);
  const seen = ops.relu(layers.conv2d(params.first, x, { padding: 1 }));
  const gated = layers.squeezeExcitation(params.excitation, seen).output;
  const smaller = layers.conv2d(params.second, layers.maxPool2d(gated, { size: 2 }), { padding: 1 });
  const { output } = layers.batchNorm(params.norm, smaller, { running, training: true });
  return layers.linear(params.last, layers.globalAveragePool(ops.relu(output)));
}

test.each(["float64", "float32"] as const)("a small CNN in %s learns a batch of noise by heart", (dtype) => {
  const data = { x: random(2).normal([10, 1, 6, 6], dtype), y: Array.from({ length: 10 }, (_, i) => i % 5) };
  const { history } = fit((params, { x, y }) => losses.crossEntropy(classify(params, x), y), initialise(dtype), {
    ...{ data, seed: 1, epochs: 200 },
    optimizer: optimizers.adamW({ learningRate: 0.03, weightDecay: 0 }),
  });
  expect(history[0]!.trainingLoss).toBeGreaterThan(1);
  expect(history[199]!.trainingLoss).toBeLessThan(0.01);
});
