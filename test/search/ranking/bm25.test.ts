import { describe, expect, test } from "vitest";
import { bm25 } from "../../../search/index.ts";
import { noInteger, noOptions, refuses } from "../../lib/refuses.ts";

const documents = [
  { id: "d1", text: "red apple" },
  { id: "d2", title: "Green", text: "apple, apple pie" },
  { id: "d3", text: "" },
  { id: "d4", text: "blue sky" },
];
const close = (values: ArrayLike<number>, wanted: readonly number[]): void => {
  expect(values.length).toBe(wanted.length);
  wanted.forEach((value, i) => {
    expect(Math.abs(values[i]! - value)).toBeLessThanOrEqual(1e-14);
  });
};

describe("bm25(documents, options)", () => {
  // Lengths 2, 4, 0, 2: mean 2. "apple" is in two of four: idf = ln(1 + 2.5/2.5) = ln 2. In d1, B = 1: 1/(1 + 1.2); in
  // d2, B = 1/4 + 3/4 · 2 = 1.75: 2/(2 + 2.1). "red" is in one: idf = ln(1 + 3.5/1.5) = ln(10/3).
  const apple = [Math.log(2) / 2.2, (Math.log(2) * 2) / 4.1, 0, 0];
  const red = [Math.log(10 / 3) / 2.2, 0, 0, 0];

  test("scores as worked by hand", () => {
    close(bm25(documents).scores("apple"), apple);
    close(
      bm25(documents).scores("red apple"),
      apple.map((score, i) => score + red[i]!),
    );
    close(
      bm25(documents).scores("apple apple"),
      apple.map((score) => 2 * score),
    );
    // k1 = 2, b = 1/2: B is 1 in d1 and 1/2 + 1/2 · 2 = 3/2 in d2.
    close(bm25(documents, { k1: 2, b: 0.5 }).scores("apple"), [Math.log(2) / 3, (Math.log(2) * 2) / 5, 0, 0]);
    close(bm25(documents, { k1: 0 }).scores("apple"), [Math.log(2), Math.log(2), 0, 0]);
  });

  test("a word of all documents never counts against one", () => {
    const all = bm25([
      { id: "a", text: "x" },
      { id: "b", text: "x" },
    ]).scores("x");
    close(all, [Math.log(1.2) / 2.2, Math.log(1.2) / 2.2]);
  });

  test("search gives the documents that have a word of the query, best first", () => {
    const { search } = bm25(documents);
    expect(search("apple").map(({ id }) => id)).toEqual(["d2", "d1"]);
    expect(search("apple", 1)).toEqual(search("apple").slice(0, 1));
    expect(search("apple", 99)).toEqual(search("apple"));
    expect(search("sky").map(({ score }) => score)).toEqual([bm25(documents).scores("sky")[3]]);
  });

  test("equal scores come by ids, descending", () => {
    const same = ["b", "😀", "\uffff", "a"].map((id) => ({ id, text: "x" }));
    expect(
      bm25(same)
        .search("x", 3)
        .map(({ id }) => id),
    ).toEqual(["😀", "\uffff", "b"]);
  });

  test("an empty query, unknown words, or no documents find nothing", () => {
    expect(["", "!?", "zebra"].flatMap((query) => bm25(documents).search(query))).toEqual([]);
    expect(bm25([]).search("apple")).toEqual([]);
    expect(bm25([{ id: "a", text: "" }]).search("apple")).toEqual([]);
  });

  test("takes a tokeniser", () => {
    const letters = bm25(documents, { tokenize: (text) => [...text] });
    expect(letters.search("k").map(({ id }) => id)).toEqual(["d4"]);
  });

  const fraction = "expected a number from 0 to 1";
  refuses([
    ...noOptions("bm25: options", ["k1", "b", "tokenize"], (options) => bm25(documents, options)),
    ["bm25: k1 has value -1, expected a finite number, not below 0", () => bm25(documents, { k1: -1 })],
    [`bm25: b has value 1.5, ${fraction}`, () => bm25(documents, { b: 1.5 })],
    [`bm25: b has value NaN, ${fraction}`, () => bm25(documents, { b: Number.NaN })],
    ["bm25: tokenize has value 3, expected a function", () => bm25(documents, { tokenize: 3 as never })],
    ["bm25: documents has value 3, expected an array", () => bm25(3 as never)],
    ['bm25: documents[0].id has value "", expected a text, not empty', () => bm25([{ id: "", text: "a" }])],
    ["bm25: documents[0].id has value undefined, expected a text, not empty", () => bm25([null] as never)],
    ["bm25: documents[0].text has value undefined, expected a text", () => bm25([{ id: "a" }] as never)],
    ["bm25: documents[0].title has value 3, expected a text", () => bm25([{ id: "a", title: 3, text: "" }] as never)],
    ['bm25: documents[4].id has "d1" again, expected ids of their own', () => bm25([...documents, documents[0]!])],
    ["bm25: query has value null, expected a text", () => bm25(documents).search(null as never)],
    ...noInteger("bm25: k", 0, (k) => bm25(documents).search("apple", k)),
  ]);
});
