import { type LossContext, losses, ops, random, type Value } from "attention-lab";
import type { DualEncoderParams } from "../encoders/dual-encoder.ts";
import type { Example } from "./examples.ts";
import type { Negatives } from "./hard-negatives.ts";
import { rankedBatch } from "./ranked-batch.ts";
import type { RankingLoss, TrainOptions } from "./train-options.ts";
import type { Trainee } from "./trainee.ts";

/** The loss of a batch of queries, with these parameters. */
export type BatchLoss = (params: DualEncoderParams, batch: readonly Example[], context: LossContext) => Value;

const inBatchSoftmax: RankingLoss = (scores, { mask }) => losses.inBatchSoftmax<Value>(scores, { mask });

/**
 * The loss of a batch: each query brings a document that is relevant to it, drawn anew in each step, and its hard negatives.
 * In validation it brings its first, and no negatives, so that epochs can be compared.
 */
export function batchLoss(
  { dual, documents, dtype }: Trainee,
  { loss = inBatchSoftmax, temperature = 0.05 }: TrainOptions,
  negatives: Negatives,
): BatchLoss {
  return (params, batch, { training, seed }) => {
    const { integer } = random(seed);
    const right = batch.map(({ relevant }) => relevant[training ? integer(relevant.length) : 0]!);
    const ids = training ? [...right, ...batch.flatMap((example) => negatives.draw(example, integer))] : right;
    const queries = batch.map(({ words }) => words);
    const texts = ids.map((id) => documents.get(id)!.words);
    const { scores } = dual.forward(params, queries, texts);
    return loss(ops.divide<Value>(scores, temperature), rankedBatch(batch, ids, dtype));
  };
}
