import type { EpochReport, Optimizer, StepReport, Tensor, Value } from "attention-lab";
import type { NdArray } from "ndarray";
import type { Grades, Query } from "../collections/read-collection.ts";
import type { Hit } from "../ranking/hit.ts";

/** What a loss knows of a batch's documents: first one that is relevant to each query, in their order, then others. */
export interface RankedBatch {
  /** The grade of each document for each query [queries, documents], 0 for a document without one. */
  readonly relevance: Tensor;
  /** 0 where a document is relevant to a query, but is there for another: [queries, documents]. */
  readonly mask: NdArray<Uint8Array>;
}

/** The loss of a batch's scores [queries, documents]: one number. */
export type RankingLoss = (scores: Value, batch: RankedBatch) => Value;

/** Documents that look relevant to a query and are not: no document with a grade of 1 or more is ever among them. */
export interface HardNegatives {
  /** How many each query gets in a step, drawn from those that were found. */
  readonly perQuery: number;
  /** How many of the best hits they come from, 20 unless given. */
  readonly depth?: number;
  /** A search whose best hits they are: that of `bm25`, say. */
  readonly search?: (query: string, k: number) => readonly Hit[];
  /** After how many epochs the engine's own best hits are looked up again; they do not count unless given. */
  readonly every?: number;
}

/** What an engine is trained on, how, and for how long. */
export interface TrainOptions {
  /** The texts of the queries that are judged. */
  readonly queries: readonly Query[];
  /**
   * Which documents are relevant: to train on, and to validate on after each epoch; what is for tests is not
   * looked at. Unknown documents do not count.
   */
  readonly judgements: { readonly train: Grades; readonly dev?: Grades; readonly test?: Grades };
  readonly epochs: number;
  /** Of the order of the queries, and of what is drawn. */
  readonly seed: number;
  /** In-batch softmax unless given. */
  readonly loss?: RankingLoss;
  /** Scores are divided by it before the loss, 0.05 unless given. */
  readonly temperature?: number;
  /** How many queries make a step, 128 unless given. */
  readonly batchSize?: number;
  /** AdamW with a learning rate of 0.005 unless given. */
  readonly optimizer?: Optimizer;
  /** None unless given: then the other documents of the batch are all that there are. */
  readonly hardNegatives?: HardNegatives;
  /** Paths of parameters that stay as they are, with all that is below them: `embeddings/ngrams`, `query`. */
  readonly freeze?: readonly string[];
  /** Stop after so many epochs without a better nDCG@10 of validation. */
  readonly patience?: number;
  /** Called after each step. */
  readonly onStep?: (report: StepReport) => void;
  /** Called after each epoch. */
  readonly onEpoch?: (report: EpochReport) => void;
}

/** What training reached. */
export interface Training {
  /** The epoch whose parameters the engine has now: of the best nDCG@10 of validation, or the last without validation. */
  readonly bestEpoch: number;
  /** One report for each epoch; its metrics have `ndcg` if there is validation. */
  readonly history: readonly EpochReport[];
}
