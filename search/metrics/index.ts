// The conventions of trec_eval 9 (https://github.com/usnistgov/trec_eval), which hold for all metrics here:
// - Hits rank by descending score, equal scores by descending document id (byte by byte), whatever their order was.
//   trec_eval keeps scores in single precision, and so sees ties where doubles differ; here they stay doubles.
// - A document without a judgement is not relevant; of grades, those of 1 or more are relevant.
// - A judged query that the run lacks counts as 0, as with the option -c; a query of the run without judgements is left out.
// - A query without a relevant document is left out: trec_eval gives it 0, which tells nothing of a system.
export { type BootstrapOptions, bootstrapInterval, type Interval } from "./bootstrap-interval.ts";
export type { Judgements, Measured, Run } from "./judgements.ts";
export { meanAveragePrecision } from "./mean-average-precision.ts";
export { meanReciprocalRank } from "./mean-reciprocal-rank.ts";
export { type CutoffOptions, ndcg } from "./ndcg.ts";
export { precision } from "./precision.ts";
export { type Randomization, type RandomizationOptions, randomizationTest } from "./randomization-test.ts";
export { rankBiasedPrecision } from "./rank-biased-precision.ts";
export { recall } from "./recall.ts";
