import { describe, expect, test } from "vitest";
import { random, toArray } from "../../../lib/index.ts";
import { metrics } from "../../../search/index.ts";
import { noInteger, noOptions, refuses } from "../../lib/refuses.ts";

const named = (values: readonly number[]): Map<string, number> => new Map(values.map((value, i) => [`q${i}`, value]));
const zeros = (length: number): Map<string, number> => named(new Array(length).fill(0));
const normals = (seed: number, length: number): number[] => toArray(random(seed).normal([length])) as number[];

/** The largest distance between the distribution of `values` and the uniform one (Kolmogorov–Smirnov). */
function distanceFromUniform(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return Math.max(...sorted.map((p, i) => Math.max(p - i / sorted.length, (i + 1) / sorted.length - p)));
}

describe("metrics.randomizationTest(a, b, options)", () => {
  test("takes all signs of few queries: as counted by hand", () => {
    // Observed: 1 − 2 + 3 + 4 = 6. Of the 16 sums ±1 ± 2 ± 3 ± 4, three are at least 6 (10, 8, 6), and three at most −6.
    const { difference, p, exact } = metrics.randomizationTest(named([1, 2, -1, 4]), named([0, 4, -4, 0]), { seed: 1 });
    expect([difference, exact]).toEqual([(1 - 2 + 3 + 4) / 4, true]);
    expect(p).toBe(6 / 16);
  });

  test("equal sums count as equal, however they round", () => {
    const values = [0.1, 0.2, 0.3];
    expect(metrics.randomizationTest(named(values), zeros(3), { seed: 1 }).p).toBe(2 / 8);
    expect(metrics.randomizationTest(named([0.1, 0.2, -0.3]), zeros(3), { seed: 1 }).p).toBe(1);
  });

  test("systems that do not differ have p = 1, those that always do the least there is", () => {
    expect(metrics.randomizationTest(zeros(50), zeros(50), { seed: 1 }).p).toBe(1);
    const ones = named(new Array(50).fill(1));
    expect(metrics.randomizationTest(ones, zeros(50), { seed: 1, samples: 999 })).toEqual({
      difference: 1,
      p: 1 / 1000,
      exact: false,
    });
  });

  test("a sample comes near the exact value, seed by seed; the same seed gives the same", () => {
    const values = named(normals(3, 12).map((value) => value + 0.4));
    const { p } = metrics.randomizationTest(values, zeros(12), { seed: 1, samples: 4096 });
    for (let seed = 0; seed < 5; seed++) {
      const drawn = metrics.randomizationTest(values, zeros(12), { seed, samples: 4000 });
      expect(drawn.exact).toBe(false);
      // Four standard errors of a share of 4000 draws.
      expect(Math.abs(drawn.p - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 4000) + 1 / 4000);
      expect(metrics.randomizationTest(values, zeros(12), { seed, samples: 4000 })).toEqual(drawn);
    }
  });

  test.each([
    ["of signs drawn", 40],
    ["of all signs", 10],
  ])("p is uniform when systems do not differ: %s", (_, queries) => {
    const seeds = Array.from({ length: 500 }, (_, seed) => seed);
    const ps = seeds.map((seed) => {
      const values = normals(seed + 1000, queries);
      return metrics.randomizationTest(named(values), zeros(queries), { seed, samples: queries > 10 ? 999 : 1024 }).p;
    });
    // The Kolmogorov–Smirnov bound at 1 %, and the step of p.
    expect(distanceFromUniform(ps)).toBeLessThan(1.628 / Math.sqrt(500) + 2 / 1024);
  });

  test("p is not uniform when they do", () => {
    const ps = Array.from({ length: 100 }, (_, seed) => {
      const values = normals(seed, 40).map((value) => value + 0.3);
      return metrics.randomizationTest(named(values), zeros(40), { seed, samples: 999 }).p;
    });
    expect(distanceFromUniform(ps)).toBeGreaterThan(1.628 / Math.sqrt(100));
  });

  const seed = 1;
  const [a, b] = [named([1, 2]), named([3, 4])];
  refuses([
    ...noOptions("metrics.randomizationTest: options", ["seed", "samples"], (options) =>
      metrics.randomizationTest(a, b, options),
    ),
    ...noInteger("metrics.randomizationTest: samples", 1, (samples) =>
      metrics.randomizationTest(a, b, { seed, samples }),
    ),
    [
      "random: seed has value undefined, expected a whole number from 0 to 4294967295",
      () => metrics.randomizationTest(a, b, {} as never),
    ],
    [
      "metrics.randomizationTest: a has type array, expected a Map",
      () => metrics.randomizationTest([1] as never, b, { seed }),
    ],
    [
      "metrics.randomizationTest: b has type array, expected a Map",
      () => metrics.randomizationTest(a, [1] as never, { seed }),
    ],
    [
      "metrics.randomizationTest: a has no query, expected at least one",
      () => metrics.randomizationTest(new Map(), b, { seed }),
    ],
    [
      "metrics.randomizationTest: b has 3 queries, expected the 2 of a",
      () => metrics.randomizationTest(a, zeros(3), { seed }),
    ],
    [
      'metrics.randomizationTest: b has no query "q1", expected the queries of a',
      () =>
        metrics.randomizationTest(
          a,
          new Map([
            ["q0", 1],
            ["x", 1],
          ]),
          { seed },
        ),
    ],
    [
      'metrics.randomizationTest: a.get("q1") has value NaN, expected a finite number',
      () => metrics.randomizationTest(named([1, Number.NaN]), b, { seed }),
    ],
    [
      'metrics.randomizationTest: b.get("q0") has value Infinity, expected a finite number',
      () => metrics.randomizationTest(a, named([Number.POSITIVE_INFINITY, 1]), { seed }),
    ],
  ]);
});

describe("metrics.bootstrapInterval(values, options)", () => {
  test("holds the mean of what values were drawn from about as often as it says", () => {
    const covers = Array.from({ length: 300 }, (_, seed) => {
      const { low, high } = metrics.bootstrapInterval(normals(seed, 60), { seed, samples: 500, level: 0.9 });
      return Number(low <= 0 && 0 <= high);
    });
    const share = covers.reduce((sum, one) => sum + one, 0) / covers.length;
    // Three standard errors of a share of 300, and what the percentile interval of 60 values is known to fall short.
    expect(Math.abs(share - 0.9)).toBeLessThan(3 * Math.sqrt(0.09 / 300) + 0.01);
  });

  test("of two values, means lie at 0, ½ and 1: the bounds are those", () => {
    const { mean, low, high } = metrics.bootstrapInterval([0, 1], { seed: 1 });
    expect([mean, low, high]).toEqual([0.5, 0, 1]);
    const half = metrics.bootstrapInterval([0, 1], { seed: 1, level: 0.4 });
    expect([half.low, half.high]).toEqual([0.5, 0.5]);
  });

  test("a higher level gives a wider interval; the same seed the same", () => {
    const values = normals(1, 30);
    const of = (level: number) => metrics.bootstrapInterval(values, { seed: 5, level, samples: 999 });
    expect(of(0.99).low).toBeLessThan(of(0.8).low);
    expect(of(0.99).high).toBeGreaterThan(of(0.8).high);
    expect(of(0.8)).toEqual(of(0.8));
  });

  const seed = 1;
  refuses([
    ...noOptions("metrics.bootstrapInterval: options", ["seed", "level", "samples"], (options) =>
      metrics.bootstrapInterval([1], options),
    ),
    ...noInteger("metrics.bootstrapInterval: samples", 1, (samples) =>
      metrics.bootstrapInterval([1], { seed, samples }),
    ),
    [
      "metrics.bootstrapInterval: level has value 95, expected a number between 0 and 1",
      () => metrics.bootstrapInterval([1], { seed, level: 95 }),
    ],
    [
      "random: seed has value undefined, expected a whole number from 0 to 4294967295",
      () => metrics.bootstrapInterval([1], {} as never),
    ],
    [
      "metrics.bootstrapInterval: values has value 3, expected an array",
      () => metrics.bootstrapInterval(3 as never, { seed }),
    ],
    [
      "metrics.bootstrapInterval: values has length 0, expected at least one",
      () => metrics.bootstrapInterval([], { seed }),
    ],
    [
      "metrics.bootstrapInterval: values[1] has value NaN, expected a finite number",
      () => metrics.bootstrapInterval([1, Number.NaN], { seed }),
    ],
  ]);
});
