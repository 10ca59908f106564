import type { PartOfSpeech } from "./word-net-files.ts";

/** Endings, and what stands in their place in the base form. */
const endings: Readonly<Record<PartOfSpeech, readonly (readonly [ending: string, instead: string])[]>> = {
  noun: [
    ["s", ""],
    ["ses", "s"],
    ["ves", "f"],
    ["xes", "x"],
    ["zes", "z"],
    ["ches", "ch"],
    ["shes", "sh"],
    ["men", "man"],
    ["ies", "y"],
  ],
  verb: [
    ["s", ""],
    ["ies", "y"],
    ["es", "e"],
    ["es", ""],
    ["ed", "e"],
    ["ed", ""],
    ["ing", "e"],
    ["ing", ""],
  ],
  adj: [
    ["er", ""],
    ["est", ""],
    ["er", "e"],
    ["est", "e"],
  ],
  adv: [],
};

/**
 * What may be the base form of a word, itself first; not all are words.
 *
 * The rules of detachment of WordNet's morphy(7WN). Its lists of exceptions ("mice") are not in the package.
 */
export function baseForms(part: PartOfSpeech, word: string): string[] {
  const found = endings[part]
    .filter(([ending]) => word.endsWith(ending) && word.length > ending.length + 1)
    .map(([ending, instead]) => word.slice(0, -ending.length) + instead);
  return [...new Set([word, ...found])];
}
