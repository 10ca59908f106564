import { describe, expect, test } from "vitest";
import { random } from "../../../lib/index.ts";
import { maxPassage, passages } from "../../../search/index.ts";
import { noInteger, noOptions, refuses } from "../../lib/refuses.ts";

const wordsOf = (count: number): string[] => Array.from({ length: count }, (_, i) => `w${i}`);

describe("passages(document, options)", () => {
  test.each([0, 1, 2, 4, 5, 6, 7, 8, 11, 100])(
    "of %s words have each word, and each pair of neighbours, together",
    (count) => {
      for (const [words, stride] of [
        [4, 2],
        [4, 3],
        [5, 1],
      ] as const) {
        const all = wordsOf(count);
        const parts = passages({ id: "a", text: all.join(" \n ") }, { words, stride }).map(({ text }) =>
          text.split(" "),
        );
        expect(new Set(parts.flat().filter((word) => word !== ""))).toEqual(new Set(all));
        for (let i = 1; i < count; i++)
          expect(parts.some((part) => part.includes(all[i - 1]!) && part.includes(all[i]!))).toBe(true);
        expect(parts.every(({ length }) => length <= words)).toBe(true);
        // No passage lies within the one before.
        for (let i = 1; i < parts.length; i++) expect(parts[i - 1]).not.toContain(parts[i]!.at(-1));
      }
    },
  );

  test("have 150 words, 75 apart, unless another length is given; then half of that apart", () => {
    const text = wordsOf(400).join(" ");
    const starts = passages({ id: "a", text }).map(({ text }) => text.split(" ")[0]);
    expect(starts).toEqual(["w0", "w75", "w150", "w225", "w300"]);
    expect(
      passages({ id: "a", text: wordsOf(9).join(" ") }, { words: 5 }).map(({ text }) => text.split(" ")[0]),
    ).toEqual(["w0", "w2", "w4"]);
  });

  test("have the title, and the number after the id", () => {
    expect(passages({ id: "a#1", title: "t", text: "x y" }, { words: 1 })).toEqual([
      { id: "a#1#0", title: "t", text: "x" },
      { id: "a#1#1", title: "t", text: "y" },
    ]);
  });

  const document = { id: "a", text: "x" };
  refuses([
    ['passages: document[0].id has value "", expected a text, not empty', () => passages({ id: "", text: "" })],
    ...noOptions("passages: options", ["words", "stride"], (options) => passages(document, options)),
    ...noInteger("passages: words", 1, (words) => passages(document, { words })),
    ...noInteger("passages: stride", 1, (stride) => passages(document, { stride })),
    [
      "passages: stride has value 3, expected at most words = 2: none may be left out",
      () => passages(document, { words: 2, stride: 3 }),
    ],
  ]);
});

describe("maxPassage(hits)", () => {
  test("scores a document as its best passage, whatever the order of passages", () => {
    const { integer, permutation } = random(1);
    const hits = Array.from({ length: 60 }, (_, i) => ({
      id: `d${i % 7}#${Math.floor(i / 7)}`,
      score: integer(50) - 25,
    }));
    const documents = maxPassage(permutation(60).map((i) => hits[i]!));
    expect(documents.length).toBe(7);
    for (const { id, score } of documents)
      expect(score).toBe(Math.max(...hits.filter((hit) => hit.id.startsWith(`${id}#`)).map((hit) => hit.score)));
    const scores = documents.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
  });

  test("passages that score less change nothing; ids may hold anything", () => {
    const best = [{ id: "a#b\n#0", score: -1 }];
    expect(maxPassage([...best, { id: "a#b\n#1", score: -2 }])).toEqual([{ id: "a#b\n", score: -1 }]);
    expect(maxPassage([])).toEqual([]);
  });

  refuses([
    [
      'maxPassage: hits[0].id has "a", expected the id of a passage, as in a#0',
      () => maxPassage([{ id: "a", score: 1 }]),
    ],
    [
      'maxPassage: hits[1].id has "a#0" again, expected each document once',
      () =>
        maxPassage([
          { id: "a#0", score: 1 },
          { id: "a#0", score: 2 },
        ]),
    ],
    [
      "maxPassage: hits[0].score has value NaN, expected a finite number",
      () => maxPassage([{ id: "a#0", score: Number.NaN }]),
    ],
  ]);
});
