export { type Document, textOf } from "./collections/document.ts";
export * as metrics from "./metrics/index.ts";
export type { Judgements, Measured, Run } from "./metrics/judgements.ts";
export { type Bm25, type Bm25Options, bm25 } from "./ranking/bm25.ts";
export { type Contribution, type FuseOptions, fuse, normalizedScore, reciprocalRank } from "./ranking/fuse.ts";
export type { Hit } from "./ranking/hit.ts";
export { type HashNgramsOptions, hashNgrams } from "./text/hash-ngrams.ts";
export { tokenize } from "./text/tokenize.ts";
export { type FrequentWordsOptions, frequentWords, type Vocabulary, vocabulary } from "./text/vocabulary.ts";
