import { type DType, fit, losses, ops, optimizers, random, type Tensor, type Value } from "attention-lab";
import type { DualEncoder, DualEncoderParams } from "../encoders/dual-encoder.ts";
import { ndcg } from "../metrics/ndcg.ts";
import { type Example, examplesOf } from "./examples.ts";
import { hardNegatives, noNegatives, type OwnRanking } from "./hard-negatives.ts";
import { type FlatParams, flatten, replaced } from "./parameters.ts";
import { rankedBatch } from "./ranked-batch.ts";
import { type Readable, rankedDocuments } from "./ranked-documents.ts";
import type { RankingLoss, Training, TrainOptions } from "./train-options.ts";

const caller = "SearchEngine.train";
const inBatchSoftmax: RankingLoss = (scores, { mask }) => losses.inBatchSoftmax<Value>(scores, { mask });

/** A dual encoder with its parameters, and the documents that it is to find. */
export interface Trainee {
  readonly dual: DualEncoder;
  readonly params: DualEncoderParams;
  readonly dtype: DType;
  readonly documents: ReadonlyMap<string, Readable>;
}

/** Train a dual encoder; its parameters before are not changed. */
export function train(
  { dual, params, dtype, documents }: Trainee,
  options: TrainOptions,
): Training & { readonly params: DualEncoderParams } {
  const { queries, judgements, epochs, batchSize = 128, seed, patience, onStep, onEpoch } = options;
  const { loss = inBatchSoftmax, temperature = 0.05, freeze = [], hardNegatives: hard } = options;
  const isThere = (id: string): boolean => (documents.get(id)?.words.length ?? 0) > 0;
  const examples = examplesOf(caller, "judgements.train", queries, judgements.train, isThere);
  const dev = judgements.dev && examplesOf(caller, "judgements.dev", queries, judgements.dev, isThere);
  const all = [...documents.values()];
  const ranked: OwnRanking = (now, texts, k) => rankedDocuments(dual, now, all, texts, k);
  const negatives = hard === undefined ? noNegatives : hardNegatives(hard, examples, isThere, ranked);
  negatives.mine(0, params);

  const lossOf = (now: DualEncoderParams, batch: readonly Example[], training: boolean, seed: number): Value => {
    const { integer } = random(seed);
    const right = batch.map(({ relevant }) => relevant[training ? integer(relevant.length) : 0]!);
    const ids = training ? [...right, ...batch.flatMap((example) => negatives.draw(example, integer))] : right;
    const { scores } = dual.forward(
      now,
      batch.map(({ words }) => words),
      ids.map((id) => documents.get(id)!.words),
    );
    return loss(ops.divide<Value>(scores, temperature), rankedBatch(batch, ids, dtype));
  };
  const validated = (now: DualEncoderParams, examples: readonly Example[]): Record<string, number> => {
    const hits = ranked(
      now,
      examples.map(({ words }) => words),
      10,
    );
    const run = new Map(examples.map(({ id }, i) => [id, hits[i]!]));
    return { ndcg: ndcg(run, new Map(examples.map(({ id, grades }) => [id, grades])), { k: 10 }).mean };
  };
  const reached = fit<FlatParams, { readonly example: readonly Example[] }>(
    (values, { example }, { seed, training }) => lossOf(replaced(params, values), example, training, seed),
    trainable(params, freeze),
    {
      data: { example: examples },
      ...(dev && {
        validation: { example: dev },
        metrics: (values: FlatParams) => validated(replaced(params, values), dev),
        criterion: ({ metrics }: { readonly metrics: Readonly<Record<string, number>> }) => -metrics.ndcg!,
      }),
      optimizer: options.optimizer ?? optimizers.adamW({ learningRate: 0.005, weightDecay: 0 }),
      epochs,
      batchSize,
      seed,
      ...(patience !== undefined && { patience }),
      ...(onStep && { onStep }),
      onEpoch(report, values) {
        onEpoch?.(report);
        if (!report.last) negatives.mine(report.epoch, replaced(params, values));
      },
    },
  );
  const { bestEpoch, history } = reached;
  return { params: replaced(params, reached.params), bestEpoch, history };
}

/** The parameters that are not frozen, by themselves or with what they are a part of. */
function trainable(params: DualEncoderParams, freeze: readonly string[]): FlatParams {
  const isFrozen = (path: string): boolean => freeze.some((part) => path === part || path.startsWith(`${part}/`));
  return Object.fromEntries(Object.entries(flatten(params)).filter(([path]) => !isFrozen(path))) as Record<
    string,
    Tensor
  >;
}
