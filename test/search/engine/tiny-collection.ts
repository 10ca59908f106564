import type { Document, Query } from "../../../search/index.ts";

// Queries and documents share no word and no character: what belongs together can only be learned.
const pairs: readonly (readonly [query: string, document: string])[] = [
  ["aaa fff", "1111 2222"],
  ["bbbb fff", "3333"],
  ["ccccc", "4444 5555 6666"],
  ["ddd", "7777"],
  ["eeee", "8888 9999"],
];

export const documents: readonly Document[] = pairs.map(([, text], i) => ({ id: `d${i}`, text }));
export const queries: readonly Query[] = [
  ...pairs.map(([text], i) => ({ id: `q${i}`, text })),
  // The same queries in another case, to validate with.
  ...pairs.map(([text], i) => ({ id: `Q${i}`, text: text.toUpperCase() })),
];
const judged = (letter: string) => new Map(pairs.map((_, i) => [`${letter}${i}`, new Map([[`d${i}`, 1]])]));
type Grades = ReadonlyMap<string, ReadonlyMap<string, number>>;
export const judgements: { readonly train: Grades; readonly dev: Grades } = {
  train: judged("q"),
  dev: judged("Q"),
};
