import { ArgumentError, random } from "attention-lab";
import { expectArray, expectFinite, expectFraction, expectInteger, expectOptions } from "../validation/expect.ts";

/** Options of {@link bootstrapInterval}. */
export interface BootstrapOptions {
  seed: number;
  /** How sure the interval is to be, 0.95 unless given. */
  level?: number;
  /** How many samples are drawn, 10,000 unless given. */
  samples?: number;
}

/** A mean, and where it would lie for other queries of this kind. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The percentile bootstrap interval of a mean over queries.
 *
 * Queries are drawn with replacement, as many as there are, again and again: of the sorted means, those at the ranks
 * (1 ∓ level)/2 · (samples − 1), between two ranks in proportion, are the bounds.
 *
 * Efron & Tibshirani 1993, "An Introduction to the Bootstrap", §13.3; Sakai 2006, "Evaluating Evaluation Metrics based on
 * the Bootstrap".
 *
 * @example
 * ```ts
 * metrics.bootstrapInterval([0.5, 0.5, 0.5], { seed: 1 }).low; // 0.5
 * ```
 *
 * @param values a metric's value, or the difference of two systems, for each query
 * @throws ArgumentError when there is no value, one is not finite, or an option is wrong.
 */
export function bootstrapInterval(values: readonly number[], options: BootstrapOptions): Interval {
  const caller = "metrics.bootstrapInterval";
  expectOptions(caller, options, ["seed", "level", "samples"]);
  const { seed, level = 0.95, samples = 10_000 } = options;
  expectFraction(caller, "level", level);
  expectInteger(caller, "samples", samples, 1);
  const { integer } = random(seed);
  expectArray(caller, "values", values);
  if (values.length === 0) throw new ArgumentError(caller, "values", "length 0", "at least one");
  values.forEach((value, i) => {
    expectFinite(caller, `values[${i}]`, value);
  });
  const means = new Float64Array(samples)
    .map(() => meanOf(values.length, () => values[integer(values.length)]!))
    .sort();
  const [low, high] = [quantile(means, (1 - level) / 2), quantile(means, (1 + level) / 2)];
  return { mean: meanOf(values.length, (i) => values[i]!), low, high };
}

function meanOf(count: number, draw: (i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += draw(i);
  return sum / count;
}

function quantile(sorted: Float64Array, part: number): number {
  const rank = part * (sorted.length - 1);
  const below = Math.floor(rank);
  const above = Math.ceil(rank);
  return sorted[below]! + (rank - below) * (sorted[above]! - sorted[below]!);
}
