export { type Document, textOf } from "./collections/document.ts";
export { CollectionError } from "./collections/lines.ts";
export { type Collection, type Query, readCollection } from "./collections/read-collection.ts";
export { DualEncoder, type DualEncoderModules, type DualEncoderParams, type Scored } from "./encoders/dual-encoder.ts";
export type { Encoded, Encoder, Features, Relevance, WordEmbedding } from "./encoders/encoder.ts";
export * as encoders from "./encoders/index.ts";
export { maxSim, type TokenMasks } from "./encoders/max-sim.ts";
export { SearchEngine } from "./engine/search-engine.ts";
export type {
  EncodeOptions,
  EngineModules,
  Explained,
  LoadOptions,
  SearchEngineOptions,
  WeightedWords,
} from "./engine/search-engine-options.ts";
export type { HardNegatives, RankedBatch, RankingLoss, Training, TrainOptions } from "./engine/train-options.ts";
export type { FlatIndex, FlatOptions } from "./indexes/flat.ts";
export * as indexes from "./indexes/index.ts";
export { DatabaseError } from "./indexes/postgres/database-error.ts";
export type { LoadedDocument, LoadProgress, PostgresLoadOptions } from "./indexes/postgres/load.ts";
export type { Metadata } from "./indexes/postgres/metadata.ts";
export type { Method } from "./indexes/postgres/method.ts";
export type { PostgresIndex, PostgresOptions, PostgresSearchOptions } from "./indexes/postgres/postgres.ts";
export type { Where } from "./indexes/postgres/where.ts";
export type { Precision } from "./indexes/rows.ts";
export type { SearchOptions, VectorIndex } from "./indexes/vector-index.ts";
export type { Knowledge, WordGroups, WordVectors } from "./knowledge/knowledge.ts";
export { sentencePieces } from "./knowledge/sentence-pieces.ts";
export { wordNet } from "./knowledge/word-net.ts";
export * as metrics from "./metrics/index.ts";
export type { Judgements, Measured, Run } from "./metrics/judgements.ts";
export { type Bm25, type Bm25Options, bm25 } from "./ranking/bm25.ts";
export { type ClickModel, clickModel, type Estimate, type Impression } from "./ranking/click-model.ts";
export { estimatePropensities } from "./ranking/estimate-propensities.ts";
export { type Contribution, type FuseOptions, fuse, normalizedScore, reciprocalRank } from "./ranking/fuse.ts";
export type { Hit } from "./ranking/hit.ts";
export { maxPassage, type PassagesOptions, passages } from "./ranking/max-passage.ts";
export { readRun, writeRun } from "./ranking/run-file.ts";
export type { DocumentFrequencies } from "./text/document-frequencies.ts";
export { type HashNgramsOptions, hashNgrams } from "./text/hash-ngrams.ts";
export { tokenize } from "./text/tokenize.ts";
export { type FrequentWordsOptions, frequentWords, type Vocabulary, vocabulary } from "./text/vocabulary.ts";
export { MissingPackageError } from "./validation/missing-package.ts";
