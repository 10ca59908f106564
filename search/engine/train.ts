import { fit, optimizers, type Tensor } from "attention-lab";
import type { DualEncoderParams } from "../encoders/dual-encoder.ts";
import { ndcg } from "../metrics/ndcg.ts";
import { batchLoss } from "./batch-loss.ts";
import { type Example, examplesOf } from "./examples.ts";
import { hardNegatives, noNegatives, type OwnRanking } from "./hard-negatives.ts";
import { type FlatParams, flatten, replaced } from "./parameters.ts";
import { rankedDocuments } from "./ranked-documents.ts";
import type { Training, TrainOptions } from "./train-options.ts";
import type { Trainee } from "./trainee.ts";

const caller = "SearchEngine.train";

/** Train a dual encoder; its parameters before are not changed. */
export function train(trainee: Trainee, options: TrainOptions): Training & { readonly params: DualEncoderParams } {
  const { dual, params, documents } = trainee;
  const { queries, judgements, epochs, batchSize = 128, seed, freeze = [], patience, onStep, onEpoch } = options;
  const isThere = (id: string): boolean => (documents.get(id)?.words.length ?? 0) > 0;
  const examples = examplesOf(caller, "judgements.train", queries, judgements.train, isThere);
  const dev = judgements.dev && examplesOf(caller, "judgements.dev", queries, judgements.dev, isThere);

  const all = [...documents.values()];
  const ranked: OwnRanking = (now, texts, k) => rankedDocuments(dual, now, all, texts, k);
  const { hardNegatives: hard } = options;
  const negatives = hard === undefined ? noNegatives : hardNegatives(hard, examples, isThere, ranked);
  negatives.mine(0, params);

  const loss = batchLoss(trainee, options, negatives);
  const reached = fit<FlatParams, { readonly example: readonly Example[] }>(
    (values, { example }, context) => loss(replaced(params, values), example, context),
    trainable(params, freeze),
    {
      data: { example: examples },
      ...(dev && {
        validation: { example: dev },
        metrics: (values: FlatParams) => ({ ndcg: quality(ranked, replaced(params, values), dev) }),
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

/** nDCG@10 of a ranking. */
function quality(ranked: OwnRanking, params: DualEncoderParams, examples: readonly Example[]): number {
  const texts = examples.map(({ words }) => words);
  const hits = ranked(params, texts, 10);
  const run = new Map(examples.map(({ id }, i) => [id, hits[i]!]));
  return ndcg(run, new Map(examples.map(({ id, grades }) => [id, grades])), { k: 10 }).mean;
}

/** The parameters that are not frozen, by themselves or with what they are a part of. */
function trainable(params: DualEncoderParams, freeze: readonly string[]): FlatParams {
  const isFrozen = (path: string): boolean => freeze.some((part) => path === part || path.startsWith(`${part}/`));
  return Object.fromEntries(Object.entries(flatten(params)).filter(([path]) => !isFrozen(path))) as Record<
    string,
    Tensor
  >;
}
