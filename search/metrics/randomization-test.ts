import { ArgumentError, random } from "attention-lab";
import { expectFinite, expectInteger, expectMap, expectOptions } from "../validation/expect.ts";

/** Options of {@link randomizationTest}. */
export interface RandomizationOptions {
  seed: number;
  /** How many assignments of signs are drawn, 10,000 unless given; where there are no more, each is taken once. */
  samples?: number;
}

/** What {@link randomizationTest} found. */
export interface Randomization {
  /** The mean of a − b over the queries. */
  readonly difference: number;
  /** How probable a mean difference at least as large, of either sign, would be if a and b did not differ. */
  readonly p: number;
  /** Whether all assignments of signs were taken, not a sample of them. */
  readonly exact: boolean;
}

/**
 * Do two systems differ? The paired randomisation test, two-sided, on a metric's values for the same queries.
 *
 * If they did not, each query's difference could as well have the other sign: p is the share of assignments of signs
 * whose mean is at least as far from 0 as that observed. Exact where 2^queries ≤ samples; else signs are drawn, the
 * observed one being among them: p = (1 + hits)/(1 + samples), which is never 0.
 *
 * Smucker, Allan & Carterette 2007, "A Comparison of Statistical Significance Tests for Information Retrieval
 * Evaluation", §3.1; Phipson & Smyth 2010, "Permutation P-values Should Never Be Zero".
 *
 * @example
 * ```ts
 * const [a, b] = [[5, 6, 7], [4, 4, 4]].map((values) => new Map(values.map((value, i) => [`q${i}`, value])));
 * metrics.randomizationTest(a, b, { seed: 1 }).p; // 2 / 8
 * ```
 *
 * @throws ArgumentError when the queries differ, there are none, a value is not finite, or an option is wrong.
 */
export function randomizationTest(
  a: ReadonlyMap<string, number>,
  b: ReadonlyMap<string, number>,
  options: RandomizationOptions,
): Randomization {
  const caller = "metrics.randomizationTest";
  expectOptions(caller, options, ["seed", "samples"]);
  const { seed, samples = 10_000 } = options;
  expectInteger(caller, "samples", samples, 1);
  const { integer } = random(seed);
  const differences = differencesOf(caller, a, b);
  const observed = sumOf(differences);
  // Sums of the same numbers in other orders round differently: equal ones must count as equal.
  const bound = Math.abs(observed) - 1e-12 * differences.reduce((sum, difference) => sum + Math.abs(difference), 0);
  const reaches = (signs: () => number): number => Number(Math.abs(signedSum(differences, signs)) >= bound);
  const exact = differences.length <= bitsAtOnce && 2 ** differences.length <= samples;
  const count = exact ? 2 ** differences.length : samples;
  let hits = 0;
  for (let i = 0; i < count; i++) hits += reaches(exact ? () => i : () => integer(2 ** bitsAtOnce));
  const p = exact ? hits / count : (1 + hits) / (1 + count);
  return { difference: observed / differences.length, p, exact };
}

const bitsAtOnce = 30;

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

/** The sum with signs by the bits of whole numbers, a new one for every thirty values. */
function signedSum(values: readonly number[], signs: () => number): number {
  let [sum, bits] = [0, 0];
  values.forEach((value, i) => {
    bits = i % bitsAtOnce === 0 ? signs() : bits >> 1;
    sum += bits & 1 ? value : -value;
  });
  return sum;
}

function differencesOf(caller: string, a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number[] {
  expectMap(caller, "a", a);
  expectMap(caller, "b", b);
  if (a.size === 0) throw new ArgumentError(caller, "a", "no query", "at least one");
  if (b.size !== a.size) throw new ArgumentError(caller, "b", `${b.size} queries`, `the ${a.size} of a`);
  return [...a].map(([query, value]) => {
    const quoted = JSON.stringify(query);
    const other = b.get(query);
    if (other === undefined) throw new ArgumentError(caller, "b", `no query ${quoted}`, "the queries of a");
    expectFinite(caller, `a.get(${quoted})`, value);
    expectFinite(caller, `b.get(${quoted})`, other);
    return value - other;
  });
}
