import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { tokenize } from "../../../search/index.ts";
import { compareCodePoints } from "../../../search/text/code-points.ts";
import { type Refusal, refuses } from "../../lib/refuses.ts";

describe("tokenize(text)", () => {
  test.each<[string, string, string[]]>([
    ["letters and digits", "Red apple, no. 7!", ["red", "apple", "no", "7"]],
    ["Cyrillic and Greek; a sigma at the end is a sigma", "ОДИН ΣΙΣΥΦΟΣ σίσυφος", ["один", "σισυφοσ", "σίσυφοσ"]],
    ["marks stay with their letters", "नमस्ते दुनिया", ["नमस्ते", "दुनिया"]],
    ["a composed letter and its parts are one", "caf\u00e9 cafe\u0301", ["café", "café"]],
    ["compatible forms are one", "ﬁne ﬀ ①", ["fine", "ff", "1"]],
    ["sharp s, in either case", "Straße STRASSE ẞ", ["strasse", "strasse", "ss"]],
    ["what is not seen is dropped", "co\u00adoperate zero\u200bwidth", ["cooperate", "zerowidth"]],
    ["a mark alone is no word", "\u0301 ❤\ufe0f 1\ufe0f\u20e3", ["1\u20e3"]],
    ["letters beyond U+FFFF", "𝕏 𐐀", ["x", "𐐨"]],
    ["nothing", " 😀 … ", []],
    ["the empty text", "", []],
  ])("%s", (_, text, words) => {
    expect(tokenize(text)).toEqual(words);
  });

  test("words are words: taking them apart again changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const words = tokenize(text);
        expect(tokenize(words.join(" "))).toEqual(words);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  refuses(
    [3, null, ["a"]].map((value): Refusal => {
      const has = Array.isArray(value) ? "type array" : `value ${value}`;
      return [`tokenize: text has ${has}, expected a text`, () => tokenize(value as never)];
    }),
  );
});

test("compareCodePoints orders as UTF-8 bytes do", () => {
  const text = fc.string({ unit: fc.constantFrom("a", "b", "é", "\ud7ff", "\ue000", "\uffff", "😀", "\u{10000}") });
  fc.assert(
    fc.property(text, text, (a, b) => {
      expect(Math.sign(compareCodePoints(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
    }),
    { seed: 1, numRuns: 2000 },
  );
});
