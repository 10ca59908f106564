import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fuse, normalizedScore, reciprocalRank } from "../../../search/index.ts";
import { compareHits } from "../../../search/ranking/hit.ts";
import { topK } from "../../../search/ranking/top-k.ts";
import { noOptions, refuses } from "../../lib/refuses.ts";

const one = [
  { id: "a", score: 4 },
  { id: "c", score: 1 },
  { id: "b", score: 3 },
];
const two = [
  { id: "d", score: -5 },
  { id: "b", score: -1 },
];

describe("fuse(rankings, options)", () => {
  test("sums reciprocal ranks, wherever the hits stand in their array", () => {
    expect(fuse([one, two])).toEqual([
      { id: "b", score: 1 / 62 + 1 / 61 },
      { id: "a", score: 1 / 61 },
      { id: "d", score: 1 / 62 },
      { id: "c", score: 1 / 63 },
    ]);
    const [first] = fuse([one], { contribution: reciprocalRank({ constant: 0 }) });
    expect(first).toEqual({ id: "a", score: 1 });
  });

  test("sums weighted normalised scores", () => {
    expect(fuse([one, two], { contribution: normalizedScore(), weights: [3, 2] })).toEqual([
      { id: "b", score: 3 * (2 / 3) + 2 },
      { id: "a", score: 3 },
      { id: "d", score: 0 },
      { id: "c", score: 0 },
    ]);
    expect(
      fuse(
        [
          [
            { id: "x", score: 7 },
            { id: "y", score: 7 },
          ],
        ],
        { contribution: normalizedScore() },
      ),
    ).toEqual([
      { id: "y", score: 1 },
      { id: "x", score: 1 },
    ]);
  });

  test("a scale and a shift of scores change no fusion of normalised ones", () => {
    const moved = one.map(({ id, score }) => ({ id, score: 8 * score + 3 }));
    const contribution = normalizedScore();
    expect(fuse([moved, two], { contribution })).toEqual(fuse([one, two], { contribution }));
  });

  test("nothing gives nothing", () => {
    expect([fuse([]), fuse([[], []]), fuse([[]], { contribution: normalizedScore() })]).toEqual([[], [], []]);
    expect(fuse([one, []])).toEqual(fuse([one]));
  });

  const hits = (id: unknown, score: unknown) => () => fuse([[], [{ id, score }]] as never);
  refuses([
    ...noOptions("fuse: options", ["contribution", "weights"], (options) => fuse([one], options)),
    ...noOptions("reciprocalRank: options", ["constant"], (options) => reciprocalRank(options)),
    [
      "reciprocalRank: constant has value -1, expected a finite number, not below 0",
      () => reciprocalRank({ constant: -1 }),
    ],
    ["fuse: contribution has value 3, expected a function", () => fuse([one], { contribution: 3 as never })],
    ["fuse: rankings has value 3, expected an array", () => fuse(3 as never)],
    ["fuse: rankings[0] has value 3, expected an array", () => fuse([3] as never)],
    ["fuse: rankings[0][0] has value 3, expected an object", () => fuse([[3]] as never)],
    ["fuse: rankings[1][0].id has value 3, expected a text, not empty", hits(3, 1)],
    ["fuse: rankings[1][0].score has value NaN, expected a finite number", hits("a", Number.NaN)],
    ['fuse: rankings[0][3].id has "a" again, expected each document once', () => fuse([[...one, one[0]!]])],
    ["fuse: weights has value 3, expected an array", () => fuse([one], { weights: 3 as never })],
    ["fuse: weights has length 1, expected one for each of 2 rankings", () => fuse([one, two], { weights: [1] })],
    ["fuse: weights[0] has value -1, expected a finite number, not below 0", () => fuse([one], { weights: [-1] })],
  ]);
});

test("topK(k) keeps what sorting all hits would put first, ties and all", () => {
  const hit = fc.record({ id: fc.string({ minLength: 1, maxLength: 3 }), score: fc.integer({ min: -3, max: 3 }) });
  const stream = fc.uniqueArray(hit, { selector: ({ id }) => id, maxLength: 60 });
  fc.assert(
    fc.property(stream, fc.integer({ min: 0, max: 70 }), (hits, k) => {
      const best = topK(k);
      for (const one of hits) if (best.welcomes(one.score)) best.offer(one);
      expect(best.hits()).toEqual([...hits].sort(compareHits).slice(0, k));
    }),
    { seed: 1, numRuns: 1000 },
  );
});
