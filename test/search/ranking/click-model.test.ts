import { describe, expect, test } from "vitest";
import { random } from "../../../lib/index.ts";
import { clickModel, estimatePropensities, type Impression } from "../../../search/index.ts";
import { refuses, wrong } from "../../lib/refuses.ts";

const propensities = [1, 0.6, 0.35, 0.2, 0.1];
const ids = Array.from({ length: 11 }, (_, i) => `d${i}`);
const truth = new Map(ids.map((id, i) => [id, 0.05 + 0.9 * (i / 10)]));

/** Lists of a ranker that prefers what is less attractive, so that what stands high misleads. */
function logOf(seed: number, count: number): Impression[] {
  const stream = random(seed);
  const model = clickModel(propensities);
  return Array.from({ length: count }, () => {
    const noise = stream.normal([ids.length]);
    const order = ids.map((id, i) => [noise.get(i) - i / 10, id] as const).sort(([a], [b]) => b - a);
    return model.simulate(
      order.slice(0, propensities.length).map(([, id]) => id),
      truth,
      stream,
    );
  });
}

describe("clickModel(propensities)", () => {
  test("simulate: each rank is clicked with probability propensity · attraction", () => {
    const stream = random(1);
    const shown = ["d10", "d5", "d0"];
    const count = 20000;
    const clicks = [0, 0, 0];
    for (let i = 0; i < count; i++)
      for (const id of clickModel(propensities).simulate(shown, truth, stream).clicked) clicks[shown.indexOf(id)]!++;
    shown.forEach((id, rank) => {
      const p = propensities[rank]! * truth.get(id)!;
      expect(Math.abs(clicks[rank]! / count - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / count));
    });
  });

  test("attraction: worked by hand", () => {
    const log = [
      { shown: ["a", "b"], clicked: ["a", "b"] },
      { shown: ["b", "a"], clicked: [] },
      { shown: ["a"], clicked: [] },
    ];
    const found = clickModel([0.8, 0.5]).attraction(log);
    // a: 1/0.8, 0, 0; b: 1/0.5, 0.
    expect(found.get("a")!.mean).toBeCloseTo(1.25 / 3, 12);
    expect(found.get("a")!.standardError).toBeCloseTo(Math.sqrt((1.25 ** 2 / 3 - (1.25 / 3) ** 2) / 2), 12);
    expect(found.get("b")).toEqual({ mean: 1, standardError: 1, count: 2 });
  });

  test("attraction: weighted clicks are right within their standard errors; the rate of clicks is not", () => {
    let [right, misled, all] = [0, 0, 0];
    for (let seed = 1; seed <= 10; seed++) {
      const log = logOf(seed, 1000);
      const weighted = clickModel(propensities).attraction(log);
      const rate = clickModel([1, 1, 1, 1, 1]).attraction(log);
      for (const id of ids) {
        const within = ({ mean, standardError }: { mean: number; standardError: number }): boolean =>
          Math.abs(mean - truth.get(id)!) <= 2 * standardError;
        all++;
        if (within(weighted.get(id)!)) right++;
        if (!within(rate.get(id)!)) misled++;
      }
    }
    // A 95 % interval over 110 estimates, less what chance takes.
    expect(right / all).toBeGreaterThan(0.9);
    expect(misled / all).toBeGreaterThan(0.9);
  });

  const one = [{ shown: ["a"], clicked: ["a"] }];
  const model = clickModel([1]);
  refuses([
    ["clickModel: propensities has value 1, expected an array", () => clickModel(wrong(1))],
    ["clickModel: propensities[1] has value 0, expected a number above 0 and at most 1", () => clickModel([1, 0])],
    ["clickModel: propensities[0] has value 1.1, expected a number above 0 and at most 1", () => clickModel([1.1])],
    [
      "clickModel: propensities[0] has value NaN, expected a number above 0 and at most 1",
      () => clickModel([Number.NaN]),
    ],
    ["clickModel.attraction: log has value 3, expected an array", () => model.attraction(wrong(3))],
    ["clickModel.attraction: log[0] has value null, expected an object", () => model.attraction(wrong([null]))],
    [
      'clickModel.attraction: log[0] has key "at", expected only shown, clicked',
      () => model.attraction([{ ...one[0]!, at: 1 } as never]),
    ],
    [
      "clickModel.attraction: log[0].shown has length 2, expected at most 1, one for each propensity",
      () => model.attraction([{ shown: ["a", "b"], clicked: [] }]),
    ],
    [
      "clickModel.attraction: log[0].shown has a document again, expected each once",
      () => model.attraction([{ shown: ["a", "a"], clicked: [] }]),
    ],
    [
      'clickModel.attraction: log[0].shown[0] has value "", expected a text, not empty',
      () => model.attraction([{ shown: [""], clicked: [] }]),
    ],
    [
      'clickModel.attraction: log[0].clicked has "b", expected documents that were shown',
      () => model.attraction([{ shown: ["a"], clicked: ["b"] }]),
    ],
    [
      "clickModel.simulate: attraction has value null, expected a Map",
      () => model.simulate(["a"], wrong(null), random(1)),
    ],
    [
      'clickModel.simulate: attraction of "z" has value undefined, expected a number from 0 to 1',
      () => model.simulate(["z"], truth, random(1)),
    ],
    [
      "clickModel.simulate: random.uniform has value undefined, expected a function",
      () => model.simulate(["d1"], truth, wrong(undefined)),
    ],
  ]);
});

describe("estimatePropensities(log)", () => {
  test("finds them from clicks alone, within 10 %, over seeds", () => {
    for (let seed = 1; seed <= 3; seed++)
      estimatePropensities(logOf(seed, 20000)).forEach((value, rank) => {
        expect(Math.abs(value / propensities[rank]! - 1)).toBeLessThan(0.1);
      });
  });

  test("two documents that change places: the ratio of their clicks, at the likeliest", () => {
    // Both attract for certain: 30 of 100 looks at the second rank.
    const log = Array.from({ length: 100 }, (_, i) => ({
      shown: i % 2 === 0 ? ["a", "b"] : ["b", "a"],
      clicked: i % 2 === 0 ? ["a", ...(i < 30 ? ["b"] : [])] : ["b", ...(i < 30 ? ["a"] : [])],
    }));
    const [first, second] = estimatePropensities(log);
    expect(first).toBe(1);
    expect(second).toBeCloseTo(0.3, 6);
  });

  refuses([
    ["estimatePropensities: log has value 3, expected an array", () => estimatePropensities(wrong(3))],
    [
      "estimatePropensities: log has no click at the first rank, expected some: the others are compared with it",
      () => estimatePropensities([{ shown: ["a", "b"], clicked: ["b"] }]),
    ],
    [
      "estimatePropensities: log has no click at the first rank, expected some: the others are compared with it",
      () => estimatePropensities([]),
    ],
  ]);
});
