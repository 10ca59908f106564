// The longer experiment of notebook 11: twelve pairs of a key and a value are read, then one key; which value was beside
// it? Attention from five seeds; an LSTM with eleven times its parameters from three, with other learning rates, and with
// another question: all twelve values in their order. Prints its results as JSON; from the root of the project, once the
// library is built:
//
//   node notebooks/runs/associative-recall.mjs > notebooks/runs/associative-recall.json
//
// A part of it: node notebooks/runs/associative-recall.mjs --seeds 1 --arms lstm --epochs 1

import { parseArgs } from "node:util";
import { attend, fit, layers, losses, ops, optimizers, random, setBackend, toArray } from "attention-lab";
import { printResult } from "./print-result.mjs";

const [keys, values, pairs] = [16, 8, 12];
const blank = keys + values;
const [d, hidden] = [8, 30];
const [batchSize, stepsOfEpoch, tests] = [32, 100, 2000];

const arms = {
  attention: { learningRate: 0.01, epochs: 10 },
  lstm: { learningRate: 0.01, epochs: 40 },
  "lstm slower": { learningRate: 0.004, epochs: 40 },
  "lstm faster": { learningRate: 0.02, epochs: 40 },
  "lstm all values": { learningRate: 0.01, epochs: 20, all: true },
};
/** From how many seeds each is trained; the rest from the first. */
const repeated = { attention: 5, lstm: 3 };

const range = (length) => Array.from({ length }, (_, i) => i);

/** Examples: tokens of the keys and values read, with the key asked for at the end and no value beside it. */
function deal(seed, count) {
  const stream = random(seed);
  const examples = range(count).map(() => {
    const own = stream.permutation(keys).slice(0, pairs);
    return { own, beside: own.map(() => stream.integer(values)), place: stream.integer(pairs) };
  });
  return {
    keys: examples.map(({ own, place }) => [...own, own[place]]),
    values: examples.map(({ beside }) => [...beside.map((value) => keys + value), blank]),
    places: examples.map(({ place }) => place),
    all: examples.map(({ beside }) => beside),
    answers: examples.map(({ beside, place }) => beside[place]),
  };
}

function initialise(seed, { all, attends }) {
  const stream = random(seed);
  const E = layers.initialiseEmbedding(stream, { vocabulary: blank + 1, d }, "float32");
  const square = () => ops.divide(stream.normal([d, d], "float32"), Math.sqrt(d));
  const output = (input) =>
    layers.initialiseLinear(stream, { input, output: all ? pairs * values : values }, "float32");
  if (attends) return { E, Wq: square(), Wk: square(), Wv: square(), output: output(d) };
  return { E, lstm: layers.initialiseLstm(stream, { input: d, hidden }, "float32"), output: output(hidden) };
}

/** [B, 8] logits of the value asked for; or of all twelve values, [B, 12, 8]. */
function logitsOf(params, batch, { all, attends }) {
  const x = ops.add(layers.embedding(params.E, batch.keys), layers.embedding(params.E, batch.values)); // [B, 13, d]
  if (attends) {
    const read = ops.slice(x, { axis: 1, from: 0, to: pairs });
    const asked = ops.slice(x, { axis: 1, from: pairs, to: pairs + 1 });
    const [q, k, v] = [ops.matmul(asked, params.Wq), ops.matmul(read, params.Wk), ops.matmul(read, params.Wv)];
    return layers.linear(params.output, ops.reshape(attend(q, k, v).output, [x.shape[0], d]));
  }
  const logits = layers.linear(params.output, layers.lstm(params.lstm, x).state.h);
  return all ? ops.reshape(logits, [x.shape[0], pairs, values]) : logits;
}

const isRight = (row, value) => Number(row.indexOf(Math.max(...row)) === value);
const mean = (numbers) => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;

/** The share of right answers, by the place of the pair. */
function test(params, arm) {
  const batch = deal(0, tests);
  const rows = toArray(logitsOf(params, batch, arm));
  return range(pairs).map((place) => {
    if (arm.all) return mean(rows.map((row, i) => isRight(row[place], batch.all[i][place])));
    const asked = range(tests).filter((i) => batch.places[i] === place);
    return mean(asked.map((i) => isRight(rows[i], batch.answers[i])));
  });
}

const sizeOf = (params) =>
  params.shape === undefined ? Object.values(params).reduce((sum, part) => sum + sizeOf(part), 0) : params.size;

/** One training, or its first epochs, each of 100 steps, and every step on new examples. */
function trial(seed, name, limit) {
  const arm = { ...arms[name], attends: name === "attention" };
  const epochs = Math.min(limit, arm.epochs);
  const loss = (params, _, { seed: own }) => {
    const batch = deal(own, batchSize);
    return losses.crossEntropy(logitsOf(params, batch, arm), arm.all ? batch.all : batch.answers);
  };
  const trained = fit(loss, initialise(seed, arm), {
    ...{ data: { step: range(stepsOfEpoch) }, batchSize: 1, epochs, seed, maxGradientNorm: 1 },
    optimizer: optimizers.adamW({ learningRate: arm.learningRate, weightDecay: 0 }),
  });
  return {
    ...{ arm: name, seed, learningRate: arm.learningRate, parameters: sizeOf(trained.params) },
    losses: trained.history.map(({ trainingLoss }) => trainingLoss),
    accuracies: test(trained.params, arm),
  };
}

// Fused multiply–adds, where there are some, would round differently on another machine.
setBackend("simd");
const { values: given } = parseArgs({
  options: {
    seeds: { type: "string", default: "1,2,3,4,5" },
    arms: { type: "string", default: Object.keys(arms).join() },
    epochs: { type: "string", default: "Infinity" },
  },
});
const limit = Number(given.epochs);
const seeds = given.seeds.split(",").map(Number);
const results = given.arms
  .split(",")
  .flatMap((arm) => seeds.slice(0, repeated[arm] ?? 1).map((seed) => trial(seed, arm, limit)));
const about = {
  about: "Recall of the value beside a key, among twelve pairs: the share of right answers by the place of the pair.",
  command: "node notebooks/runs/associative-recall.mjs > notebooks/runs/associative-recall.json",
  settings: { ...{ keys, values, pairs, d, hidden, batchSize, stepsOfEpoch, tests }, dtype: "float32" },
};
printResult(about, { results });
