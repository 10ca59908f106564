import { ArgumentError, type Random } from "attention-lab";
import { describe, expectArray, expectFunction, expectId, expectMap, expectOptions } from "../validation/expect.ts";

/** A list that somebody was shown, best first, and which of its documents they clicked. */
export interface Impression {
  readonly shown: readonly string[];
  readonly clicked: readonly string[];
}

/** A mean, its standard error, and of how many it is. */
export interface Estimate {
  readonly mean: number;
  readonly standardError: number;
  readonly count: number;
}

/** How clicks come about, and what can be told from them. */
export interface ClickModel {
  /** Draw the clicks on a list, from the probability with which each document is clicked once it is looked at. */
  simulate(shown: readonly string[], attraction: ReadonlyMap<string, number>, random: Random): Impression;
  /** The attraction of each document that was shown, by weighting clicks with the inverse propensity of their rank. */
  attraction(log: readonly Impression[]): Map<string, Estimate>;
}

/**
 * The position-based model of clicks: a document is clicked when its rank is looked at and, independently, it attracts:
 * P(click on d at rank r) = propensity_r · attraction_d.
 *
 * Clicks alone say too little of what stands low. The mean of click/propensity is right on average, whoever ranked:
 * E[click/propensity_r] = attraction_d. With all propensities 1 it is the plain rate of clicks.
 *
 * Richardson, Dominowska & Ragno 2007, "Predicting Clicks", §4 (the model); Joachims, Swaminathan & Schnabel 2017,
 * "Unbiased Learning-to-Rank with Biased Feedback", Eq. 4 (the weights).
 *
 * @example
 * ```ts
 * const { attraction } = clickModel([1, 0.5]);
 * const log = [{ shown: ["a", "b"], clicked: ["a", "b"] }, { shown: ["a", "b"], clicked: [] }];
 * attraction(log).get("b")?.mean; // 1
 * ```
 *
 * @param propensities the probability that somebody looks at rank 1, 2, …: above 0, at most 1
 * @throws ArgumentError when a propensity is none; by its methods when a list is longer than there are propensities, has a
 * document twice, or a document was clicked that was not shown.
 */
export function clickModel(propensities: readonly number[]): ClickModel {
  expectArray("clickModel", "propensities", propensities);
  propensities.forEach((value, i) => {
    expectProbability("clickModel", `propensities[${i}]`, value, "above 0 and at most 1", value > 0);
  });
  return {
    simulate(shown, attraction, random) {
      const caller = "clickModel.simulate";
      expectShown(caller, "shown", shown, propensities.length);
      expectMap(caller, "attraction", attraction);
      expectFunction(caller, "random.uniform", random?.uniform);
      const attractions = shown.map((id) => {
        const value = attraction.get(id);
        expectProbability(caller, `attraction of ${JSON.stringify(id)}`, value, "from 0 to 1", Number(value) >= 0);
        return value as number;
      });
      const draws = random.uniform([shown.length]);
      return { shown, clicked: shown.filter((_, i) => draws.get(i) < propensities[i]! * attractions[i]!) };
    },
    attraction(log) {
      const caller = "clickModel.attraction";
      expectLog(caller, log, propensities.length);
      const sums = new Map<string, { count: number; sum: number; squares: number }>();
      for (const { shown, clicked } of log)
        shown.forEach((id, i) => {
          const value = clicked.includes(id) ? 1 / propensities[i]! : 0;
          const { count, sum, squares } = sums.get(id) ?? { count: 0, sum: 0, squares: 0 };
          sums.set(id, { count: count + 1, sum: sum + value, squares: squares + value * value });
        });
      return new Map(
        [...sums].map(([id, { count, sum, squares }]) => {
          const mean = sum / count;
          const variance = Math.max(0, squares / count - mean * mean) / Math.max(1, count - 1);
          return [id, { mean, standardError: Math.sqrt(variance), count }];
        }),
      );
    },
  };
}

/** Throw unless `log` is an array of impressions, none longer than `ranks`. */
export function expectLog(caller: string, log: unknown, ranks: number): asserts log is readonly Impression[] {
  expectArray(caller, "log", log);
  log.forEach((impression, i) => {
    expectOptions(caller, impression as object, ["shown", "clicked"], `log[${i}]`);
    const { shown, clicked } = impression as Impression;
    expectShown(caller, `log[${i}].shown`, shown, ranks);
    expectArray(caller, `log[${i}].clicked`, clicked);
    const stranger = clicked.find((id) => !shown.includes(id));
    if (stranger !== undefined)
      throw new ArgumentError(caller, `log[${i}].clicked`, JSON.stringify(stranger), "documents that were shown");
  });
}

function expectShown(caller: string, argument: string, shown: unknown, ranks: number): void {
  expectArray(caller, argument, shown);
  shown.forEach((id, i) => {
    expectId(caller, `${argument}[${i}]`, id);
  });
  if (new Set(shown).size < shown.length) throw new ArgumentError(caller, argument, "a document again", "each once");
  if (shown.length > ranks)
    throw new ArgumentError(caller, argument, `length ${shown.length}`, `at most ${ranks}, one for each propensity`);
}

function expectProbability(caller: string, argument: string, value: unknown, range: string, above: boolean): void {
  if (typeof value !== "number" || !(above && value <= 1))
    throw new ArgumentError(caller, argument, describe(value), `a number ${range}`);
}
