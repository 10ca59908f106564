import { ArgumentError } from "attention-lab";
import { expectId, expectInteger, expectOptions } from "../validation/expect.ts";
import { fnv1a } from "./fnv1a.ts";

/** Options of {@link hashNgrams}. */
export interface HashNgramsOptions {
  /** How many buckets there are, at most 2³². */
  buckets: number;
  /** Characters of the shortest n-gram, 3 unless given. */
  shortest?: number;
  /** Characters of the longest n-gram, 6 unless given. */
  longest?: number;
}

/**
 * The buckets of a word's character n-grams: what a word that was never seen shares with words that were.
 *
 * The word is written `<word>`, so that beginnings and ends are n-grams of their own; each run of `shortest` to `longest`
 * characters (code points) of it falls into the bucket FNV-1a(n-gram) mod `buckets`, and so does the whole, so that no
 * word is without one. Different n-grams may meet in a bucket.
 *
 * Bojanowski, Grave, Joulin & Mikolov 2017, "Enriching Word Vectors with Subword Information", §3.2.
 *
 * @example
 * ```ts
 * hashNgrams("cat", { buckets: 1000, longest: 3 }).length; // 4
 * hashNgrams("cat", { buckets: 1 }); // [0, 0, 0, 0, 0, 0]
 * ```
 *
 * @returns a bucket for each n-gram, shorter n-grams first, and last that of the whole when it is none of them
 * @throws ArgumentError when the word is empty, or an option is wrong.
 */
export function hashNgrams(word: string, options: HashNgramsOptions): number[] {
  expectOptions("hashNgrams", options, ["buckets", "shortest", "longest"]);
  const { buckets, shortest = 3, longest = 6 } = options;
  expectInteger("hashNgrams", "buckets", buckets, 1);
  if (buckets > 2 ** 32) throw new ArgumentError("hashNgrams", "buckets", `value ${buckets}`, "at most 4294967296");
  expectInteger("hashNgrams", "shortest", shortest, 1);
  expectInteger("hashNgrams", "longest", longest, shortest);
  expectId("hashNgrams", "word", word);
  const characters = ["<", ...word, ">"];
  const grams: string[] = [];
  for (let n = shortest; n <= Math.min(longest, characters.length); n++) {
    for (let i = 0; i + n <= characters.length; i++) grams.push(characters.slice(i, i + n).join(""));
  }
  if (characters.length < shortest || characters.length > longest) grams.push(characters.join(""));
  return grams.map((gram) => fnv1a(gram) % buckets);
}
