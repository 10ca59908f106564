import { describe, expect, test } from "vitest";
import { frequentWords, hashNgrams, vocabulary } from "../../../search/index.ts";
import { fnv1a } from "../../../search/text/fnv1a.ts";
import { noInteger, noOptions, refuses } from "../../lib/refuses.ts";

describe("vocabulary(words)", () => {
  test("numbers words in their order, and knows no others", () => {
    const { words, numberOf } = vocabulary(["b", "__proto__", "a"]);
    expect(words).toEqual(["b", "__proto__", "a"]);
    expect(["b", "__proto__", "a", "constructor"].map(numberOf)).toEqual([0, 1, 2, undefined]);
  });

  refuses([
    ["vocabulary: words has value 3, expected an array", () => vocabulary(3 as never)],
    ['vocabulary: words[1] has value "", expected a text, not empty', () => vocabulary(["a", ""])],
    ['vocabulary: words[2] has "a" again, expected each word once', () => vocabulary(["a", "b", "a"])],
  ]);
});

describe("frequentWords(texts, options)", () => {
  const texts = [["b", "c", "b"], [], ["😀", "c", "\uffff", "a"]];

  test("the most frequent first, equally frequent ones by code points", () => {
    expect(frequentWords(texts)).toEqual(["b", "c", "a", "\uffff", "😀"]);
    expect(frequentWords(texts, { minimumCount: 2 })).toEqual(["b", "c"]);
    expect(frequentWords([])).toEqual([]);
  });

  refuses([
    ...noOptions("frequentWords: options", ["minimumCount"], (options) => frequentWords(texts, options)),
    ...noInteger("frequentWords: minimumCount", 1, (minimumCount) => frequentWords(texts, { minimumCount })),
    ["frequentWords: texts has value null, expected an array", () => frequentWords(null as never)],
    ['frequentWords: texts[0] has value "a b", expected an array', () => frequentWords(["a b"] as never)],
    ["frequentWords: texts[0] has value 3, expected a text, not empty", () => frequentWords([[3]] as never)],
  ]);
});

describe("hashNgrams(word, options)", () => {
  test("hashes with FNV-1a", () => {
    // Test vectors of RFC 9923 and of the authors' fnv32a list.
    expect([fnv1a(""), fnv1a("a"), fnv1a("foobar")]).toEqual([0x811c9dc5, 0xe40c292c, 0xbf9cf968]);
  });

  test("gives the bucket of each run of characters, and of the whole word", () => {
    const grams = ["<a", "a😀", "😀>", "<a😀", "a😀>", "<a😀>"];
    const expected = grams.map((gram) => fnv1a(gram) % 97);
    expect(hashNgrams("a😀", { buckets: 97, shortest: 2, longest: 3 })).toEqual(expected);
    expect(hashNgrams("a😀", { buckets: 97, shortest: 2, longest: 4 })).toEqual(expected);
    expect(hashNgrams("a", { buckets: 97, shortest: 5 })).toEqual([fnv1a("<a>") % 97]);
  });

  const buckets = 7;
  refuses([
    ...noOptions("hashNgrams: options", ["buckets", "shortest", "longest"], (options) => hashNgrams("a", options)),
    ...noInteger("hashNgrams: buckets", 1, (wrong) => hashNgrams("a", { buckets: wrong })),
    ...noInteger("hashNgrams: shortest", 1, (shortest) => hashNgrams("a", { buckets, shortest })),
    ...noInteger("hashNgrams: longest", 3, (longest) => hashNgrams("a", { buckets, longest })),
    [
      "hashNgrams: buckets has value 4294967297, expected at most 4294967296",
      () => hashNgrams("a", { buckets: 2 ** 32 + 1 }),
    ],
    ['hashNgrams: word has value "", expected a text, not empty', () => hashNgrams("", { buckets })],
  ]);
});
