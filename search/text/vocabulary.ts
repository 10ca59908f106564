import { ArgumentError } from "attention-lab";
import { expectArray, expectId, expectInteger, expectOptions } from "../validation/expect.ts";
import { compareCodePoints } from "./code-points.ts";

/** Known words, each with its number. */
export interface Vocabulary {
  /** The words, in the order of their numbers. */
  readonly words: readonly string[];
  /** The number of a word, from 0; undefined for an unknown word. */
  numberOf(word: string): number | undefined;
}

/**
 * The vocabulary of these words, numbered from 0 in their order.
 *
 * @example
 * ```ts
 * vocabulary(["green", "apple"]).numberOf("apple"); // 1
 * vocabulary(["green", "apple"]).numberOf("pear"); // undefined
 * ```
 *
 * @throws ArgumentError when a word is empty or comes twice.
 */
export function vocabulary(words: readonly string[]): Vocabulary {
  expectArray("vocabulary", "words", words);
  const numbers = new Map<string, number>();
  words.forEach((word, i) => {
    expectId("vocabulary", `words[${i}]`, word);
    if (numbers.has(word))
      throw new ArgumentError("vocabulary", `words[${i}]`, `${JSON.stringify(word)} again`, "each word once");
    numbers.set(word, i);
  });
  return { words: [...words], numberOf: (word) => numbers.get(word) };
}

/** Options of {@link frequentWords}. */
export interface FrequentWordsOptions {
  /** How often a word must occur, 1 unless given. */
  minimumCount?: number;
}

/**
 * The words that occur often enough in tokenised texts: the most frequent first, and of equally frequent ones that of
 * the lower code points.
 *
 * @example
 * ```ts
 * frequentWords([["a", "b"], ["b", "c", "c", "b"]], { minimumCount: 2 }); // ["b", "c"]
 * ```
 *
 * @throws ArgumentError when `texts` is no array of arrays of words, or an option is wrong.
 */
export function frequentWords(texts: readonly (readonly string[])[], options: FrequentWordsOptions = {}): string[] {
  expectOptions("frequentWords", options, ["minimumCount"]);
  const { minimumCount = 1 } = options;
  expectInteger("frequentWords", "minimumCount", minimumCount, 1);
  expectArray("frequentWords", "texts", texts);
  const counts = new Map<string, number>();
  texts.forEach((words, i) => {
    expectArray("frequentWords", `texts[${i}]`, words);
    for (const word of words) {
      expectId("frequentWords", `texts[${i}]`, word);
      counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  });
  return [...counts]
    .filter(([, count]) => count >= minimumCount)
    .sort(([a, x], [b, y]) => y - x || compareCodePoints(a, b))
    .map(([word]) => word);
}
