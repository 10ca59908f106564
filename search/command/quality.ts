import type { Grades } from "../collections/read-collection.ts";
import { bootstrapInterval, type Interval } from "../metrics/bootstrap-interval.ts";
import { meanAveragePrecision } from "../metrics/mean-average-precision.ts";
import { meanReciprocalRank } from "../metrics/mean-reciprocal-rank.ts";
import { ndcg } from "../metrics/ndcg.ts";
import { type Randomization, randomizationTest } from "../metrics/randomization-test.ts";
import { recall } from "../metrics/recall.ts";
import type { Ranking } from "./systems.ts";

const metrics = {
  "nDCG@10": (run: Ranking, judged: Grades) => ndcg(run, judged, { k: 10 }),
  "MRR@10": (run: Ranking, judged: Grades) => meanReciprocalRank(run, judged, { k: 10 }),
  MAP: (run: Ranking, judged: Grades) => meanAveragePrecision(run, judged),
  "recall@100": (run: Ranking, judged: Grades) => recall(run, judged, { k: 100 }),
};

/** How good a ranking is by one metric, and beside BM25: the mean difference, and how probable one like it is by chance. */
export interface Quality extends Interval {
  readonly besideBm25?: Pick<Randomization, "difference" | "p">;
}

/** How good rankings are, by system and metric: means with bootstrap intervals, and a paired randomisation test. */
export function qualities(
  found: Readonly<Record<string, Ranking>>,
  judged: Grades,
  seed: number,
): Record<string, Record<string, Quality>> {
  const measured = (system: string, metric: keyof typeof metrics) => metrics[metric](found[system]!, judged).perQuery;
  const quality = (system: string, metric: keyof typeof metrics): Quality => {
    const values = measured(system, metric);
    const interval = bootstrapInterval([...values.values()], { seed });
    if (system === "bm25") return interval;
    const { difference, p } = randomizationTest(values, measured("bm25", metric), { seed });
    return { ...interval, besideBm25: { difference, p } };
  };
  const names = Object.keys(metrics) as (keyof typeof metrics)[];
  return Object.fromEntries(
    Object.keys(found).map((system) => [
      system,
      Object.fromEntries(names.map((metric) => [metric, quality(system, metric)])),
    ]),
  );
}
