import { ArgumentError } from "attention-lab";
import { expectArray, expectFunction, expectNotNegative, expectOptions } from "../validation/expect.ts";
import { compareHits, expectHits, type Hit } from "./hit.ts";

/** What each hit of one ranking gives to the fused score, in their order. Hits come best first. */
export type Contribution = (ranking: readonly Hit[]) => readonly number[];

/** Options of {@link fuse}. */
export interface FuseOptions {
  /** What a hit contributes: {@link reciprocalRank} unless given, or {@link normalizedScore}. */
  contribution?: Contribution;
  /** How much each ranking counts, 1 unless given. */
  weights?: readonly number[];
}

/**
 * Reciprocal rank: 1/(constant + rank), ranks from 1. Needs no scores that can be compared.
 *
 * Cormack, Clarke & Büttcher 2009, "Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods".
 *
 * @example
 * ```ts
 * reciprocalRank({ constant: 1 })([{ id: "a", score: 9 }, { id: "b", score: 5 }]); // [1 / 2, 1 / 3]
 * ```
 *
 * @throws ArgumentError when the constant is negative or no number.
 */
export function reciprocalRank(options: { constant?: number } = {}): Contribution {
  expectOptions("reciprocalRank", options, ["constant"]);
  const { constant = 60 } = options;
  expectNotNegative("reciprocalRank", "constant", constant);
  return (ranking) => ranking.map((_, i) => 1 / (constant + i + 1));
}

/**
 * The score, with the lowest of the ranking brought to 0 and the highest to 1; all 1 when they are equal.
 *
 * Lee 1997, "Analyses of Multiple Evidence Combination", §3.
 *
 * @example
 * ```ts
 * normalizedScore()([{ id: "a", score: 9 }, { id: "b", score: 6 }, { id: "c", score: 5 }]); // [1, 0.25, 0]
 * ```
 */
export function normalizedScore(): Contribution {
  return (ranking) => {
    const scores = ranking.map(({ score }) => score);
    const [highest = 0, lowest = 0] = [scores[0], scores[scores.length - 1]];
    return scores.map((score) => (highest === lowest ? 1 : (score - lowest) / (highest - lowest)));
  };
}

/**
 * One ranking of several: score(d) = Σ weight · contribution(d), over the rankings that have d.
 *
 * The sum of weighted normalised scores is Fox & Shaw 1994, "Combination of Multiple Searches" (CombSUM).
 *
 * @example
 * ```ts
 * const [words, meaning] = [[{ id: "a", score: 3 }], [{ id: "b", score: 0.9 }, { id: "a", score: 0.8 }]];
 * fuse([words, meaning]).map(({ id }) => id); // ["a", "b"]
 * ```
 *
 * @returns every document of any ranking, best first
 * @throws ArgumentError when a ranking has a document twice or a score that is not finite, or an option is wrong.
 */
export function fuse(rankings: readonly (readonly Hit[])[], options: FuseOptions = {}): Hit[] {
  expectOptions("fuse", options, ["contribution", "weights"]);
  const { contribution = reciprocalRank(), weights } = options;
  expectFunction("fuse", "contribution", contribution);
  expectArray("fuse", "rankings", rankings);
  rankings.forEach((ranking, i) => {
    expectHits("fuse", `rankings[${i}]`, ranking);
  });
  expectWeights(weights, rankings.length);
  const sums = new Map<string, number>();
  rankings.forEach((ranking, i) => {
    const hits = [...ranking].sort(compareHits);
    const amounts = contribution(hits);
    hits.forEach(({ id }, j) => {
      sums.set(id, (sums.get(id) ?? 0) + (weights?.[i] ?? 1) * amounts[j]!);
    });
  });
  return [...sums].map(([id, score]) => ({ id, score })).sort(compareHits);
}

function expectWeights(weights: unknown, length: number): void {
  if (weights === undefined) return;
  expectArray("fuse", "weights", weights);
  if (weights.length !== length)
    throw new ArgumentError("fuse", "weights", `length ${weights.length}`, `one for each of ${length} rankings`);
  weights.forEach((weight, i) => {
    expectNotNegative("fuse", `weights[${i}]`, weight);
  });
}
