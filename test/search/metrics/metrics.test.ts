import { describe, expect, test } from "vitest";
import { type Judgements, type Measured, metrics, type Run } from "../../../search/index.ts";
import { noInteger, noOptions, refuses } from "../../lib/refuses.ts";

// Ranked: x (unjudged), b (2), a (1), y (0), c (1). Another relevant document, d (3), is not found.
const grades = new Map([
  ["a", 1],
  ["b", 2],
  ["c", 1],
  ["d", 3],
  ["y", 0],
  ["z", -1],
]);
const scores: [string, number][] = [
  ["c", 1],
  ["y", 2],
  ["a", 3],
  ["x", 9],
  ["b", 4],
];
const hits = scores.map(([id, score]) => ({ id, score }));
const run: Run = new Map([["q", hits]]);
const judgements: Judgements = new Map([["q", grades]]);

const near = ({ mean }: Measured, wanted: number): void => {
  expect(Math.abs(mean - wanted)).toBeLessThanOrEqual(1e-12);
};

describe("metrics as worked by hand", () => {
  const log2 = Math.log2;
  const ideal = 3 / log2(2) + 2 / log2(3) + 1 / log2(4) + 1 / log2(5);

  test("ndcg(run, judgements, { k })", () => {
    near(metrics.ndcg(run, judgements), (2 / log2(3) + 1 / log2(4) + 1 / log2(6)) / ideal);
    near(metrics.ndcg(run, judgements, { k: 2 }), 2 / log2(3) / (3 + 2 / log2(3)));
    near(metrics.ndcg(run, judgements, { k: 1 }), 0);
  });

  test("a grade below 0 gains nothing", () => {
    const found = new Map([
      [
        "q",
        [
          { id: "z", score: 9 },
          { id: "d", score: 1 },
        ],
      ],
    ]);
    near(metrics.ndcg(found, judgements, { k: 2 }), 3 / log2(3) / (3 + 2 / log2(3)));
  });

  test("meanReciprocalRank(run, judgements, { k })", () => {
    near(metrics.meanReciprocalRank(run, judgements), 1 / 2);
    near(metrics.meanReciprocalRank(run, judgements, { k: 1 }), 0);
    near(metrics.meanReciprocalRank(run, judgements, { k: 2 }), 1 / 2);
  });

  test("meanAveragePrecision(run, judgements, { k })", () => {
    near(metrics.meanAveragePrecision(run, judgements), (1 / 2 + 2 / 3 + 3 / 5) / 4);
    near(metrics.meanAveragePrecision(run, judgements, { k: 3 }), (1 / 2 + 2 / 3) / 4);
  });

  test("precision(run, judgements, { k }) divides by k, also when fewer were found", () => {
    near(metrics.precision(run, judgements, { k: 3 }), 2 / 3);
    near(metrics.precision(run, judgements, { k: 10 }), 3 / 10);
  });

  test("recall(run, judgements, { k })", () => {
    near(metrics.recall(run, judgements, { k: 3 }), 2 / 4);
    near(metrics.recall(run, judgements, { k: 100 }), 3 / 4);
  });

  test("rankBiasedPrecision(run, judgements, { persistence })", () => {
    near(metrics.rankBiasedPrecision(run, judgements, { persistence: 0.5 }), 0.5 * (0.5 + 0.25 + 0.0625));
    near(metrics.rankBiasedPrecision(run, judgements), 0.2 * (0.8 + 0.64 + 0.8 ** 4));
  });
});

describe("conventions", () => {
  const rank = (id: string, score: number) => ({ id, score });
  const relevant = (...ids: string[]) => new Map(ids.map((id) => [id, 1]));

  test("equal scores rank by descending id, byte by byte, wherever they stand", () => {
    const ties = [rank("a", 1), rank("\uffff", 1), rank("😀", 1), rank("b", 1)];
    const ranks = ["😀", "\uffff", "b", "a"].map((id) => new Map([["q", relevant(id)]]));
    for (const order of [ties, [...ties].reverse()]) {
      const run = new Map([["q", order]]);
      expect(ranks.map((judged) => 1 / metrics.meanReciprocalRank(run, judged).mean)).toEqual([1, 2, 3, 4]);
    }
  });

  test("a judged query that the run lacks is 0; one without judgements, or nothing relevant, is left out", () => {
    const run = new Map(["q1", "q3", "q4"].map((query) => [query, [rank("a", 1)]]));
    const judgements = new Map([
      ["q1", relevant("a")],
      ["q2", relevant("a")],
      ["q3", new Map([["a", 0]])],
    ]);
    const { mean, perQuery } = metrics.ndcg(run, judgements);
    expect([...perQuery]).toEqual([
      ["q1", 1],
      ["q2", 0],
    ]);
    expect(mean).toBe(1 / 2);
  });

  test("the order of hits in the run changes nothing, and the run is not changed", () => {
    const reversed = new Map([["q", [...hits].reverse()]]);
    const before = JSON.stringify([...reversed]);
    expect(metrics.ndcg(reversed, judgements)).toEqual(metrics.ndcg(run, judgements));
    expect(JSON.stringify([...reversed])).toBe(before);
  });

  test("no query has no mean", () => {
    expect(metrics.ndcg(run, new Map()).mean).toBeNaN();
  });
});

describe("wrong calls", () => {
  const cut = ["ndcg", "meanReciprocalRank", "meanAveragePrecision", "precision", "recall"] as const;
  for (const name of cut) {
    const metric = metrics[name];
    refuses([
      ...noOptions(`metrics.${name}: options`, ["k"], (options) => metric(run, judgements, options)),
      ...noInteger(`metrics.${name}: k`, 1, (k) => metric(run, judgements, { k })),
      [`metrics.${name}: run has type object, expected a Map`, () => metric({} as never, judgements, { k: 1 })],
      [`metrics.${name}: judgements has value null, expected a Map`, () => metric(run, null as never, { k: 1 })],
    ]);
  }
  const again = new Map([["q", [...hits, hits[0]!]]]);
  refuses([
    ...noOptions("metrics.rankBiasedPrecision: options", ["persistence"], (o) =>
      metrics.rankBiasedPrecision(run, judgements, o),
    ),
    [
      "metrics.rankBiasedPrecision: persistence has value 1, expected a number between 0 and 1",
      () => metrics.rankBiasedPrecision(run, judgements, { persistence: 1 }),
    ],
    [
      'metrics.ndcg: run.get("q")[5].id has "c" again, expected each document once',
      () => metrics.ndcg(again, judgements),
    ],
    [
      'metrics.ndcg: run.get("q")[0].score has value NaN, expected a finite number',
      () => metrics.ndcg(new Map([["q", [{ id: "a", score: Number.NaN }]]]), judgements),
    ],
    [
      "metrics.ndcg: a query of run has value 3, expected a text, not empty",
      () => metrics.ndcg(new Map([[3, []]]) as never, judgements),
    ],
    [
      'metrics.ndcg: judgements.get("q") has type object, expected a Map',
      () => metrics.ndcg(run, new Map([["q", {}]]) as never),
    ],
    [
      'metrics.ndcg: judgements.get("q") has "a" with grade 0.5, expected whole numbers as grades',
      () => metrics.ndcg(run, new Map([["q", new Map([["a", 0.5]])]])),
    ],
  ]);
});
