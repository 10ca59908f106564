// Writes the collection in emoji/: emoji to be found by a word. From the root of the project, once it is built:
//
//   node notebooks/data/emoji.mjs notebooks/data/emoji

import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { tokenize } from "attention-search";

const seed = 1;

const read = (file) => JSON.parse(readFileSync(new URL(`../../node_modules/${file}`, import.meta.url), "utf8"));
const emoji = Object.entries(read("unicode-emoji-json/data-by-emoji.json"));
const annotations = read("cldr-annotations-full/annotations/en/annotations.json").annotations.annotations;
const keywords = read("emojilib/dist/emoji-en-US.json");

// U+FE0F asks for a picture instead of a letter; CLDR writes emoji without it.
const bare = (sign) => sign.replaceAll("\ufe0f", "");

const documents = emoji.map(([_id, { name }]) => {
  const text = (annotations[bare(_id)]?.default ?? []).join(", ");
  return { _id, title: name, text };
});
const flags = new Set(emoji.flatMap(([sign, { group }]) => (group === "Flags" ? [sign] : [])));

/** The emoji of each query; of emojilib's keywords the first is the name, and emoticons are no words. */
const relevant = new Map();
for (const { _id } of documents) {
  for (const keyword of keywords[_id].slice(1)) {
    if (!/^[\p{L}\p{N}][\p{L}\p{M}\p{N}' _.-]*$/u.test(keyword)) continue;
    const query = tokenize(keyword).join(" ");
    if (!relevant.has(query)) relevant.set(query, new Set());
    relevant.get(query).add(_id);
  }
}

/** A word's split depends on nothing but the word: 2 of 10 are for tests, 1 is for choices. */
function splitOf(word) {
  const tenth = createHash("sha256").update(`${seed} ${word}`).digest().readUInt32BE() % 10;
  return tenth < 2 ? "test" : tenth < 3 ? "dev" : "train";
}

const queries = [];
const judgements = { train: [], dev: [], test: [] };
for (const [text, signs] of [...relevant].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const splits = new Set(text.split(" ").map(splitOf));
  // Words of several splits would carry what is held out into training.
  if (splits.size > 1) continue;
  const kind = [...signs].every((sign) => flags.has(sign)) ? "flag" : "word";
  const _id = `${kind}:${text.replaceAll(" ", "_")}`;
  queries.push({ _id, text });
  for (const sign of signs) judgements[[...splits][0]].push([_id, sign, 1]);
}

const folder = process.argv[2];
const lines = (entries) => entries.map((entry) => `${entry}\n`).join("");
mkdirSync(join(folder, "qrels"), { recursive: true });
writeFileSync(join(folder, "corpus.jsonl"), lines(documents.map((document) => JSON.stringify(document))));
writeFileSync(join(folder, "queries.jsonl"), lines(queries.map((query) => JSON.stringify(query))));
for (const [split, rows] of Object.entries(judgements)) {
  const table = [["query-id", "corpus-id", "score"], ...rows].map((row) => row.join("\t"));
  writeFileSync(join(folder, "qrels", `${split}.tsv`), lines(table));
}
