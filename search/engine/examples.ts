import { ArgumentError } from "attention-lab";
import type { Grades, Query } from "../collections/read-collection.ts";
import { isRelevant } from "../metrics/judgements.ts";
import { readWords } from "./read-words.ts";

/** A query to learn from. */
export interface Example {
  readonly id: string;
  readonly text: string;
  readonly words: readonly string[];
  /** The documents that are relevant to it. */
  readonly relevant: readonly string[];
  /** The grades of all judged documents. */
  readonly grades: ReadonlyMap<string, number>;
}

/** The judged queries with words that have a relevant document among those that can be found. */
export function examplesOf(
  caller: string,
  argument: string,
  queries: readonly Query[],
  judgements: Grades,
  isThere: (document: string) => boolean,
): Example[] {
  const texts = new Map(queries.map(({ id, text }) => [id, text]));
  const examples: Example[] = [];
  for (const [id, grades] of judgements) {
    const text = texts.get(id);
    if (text === undefined)
      throw new ArgumentError(caller, argument, `query ${JSON.stringify(id)}`, "only queries that are given");
    const words = readWords(text);
    const relevant = [...grades].filter(([document, grade]) => isRelevant(grade) && isThere(document));
    if (words.length === 0 || relevant.length === 0) continue;
    examples.push({ id, text, words, relevant: relevant.map(([document]) => document), grades });
  }
  if (examples.length === 0)
    throw new ArgumentError(caller, argument, "no query with words and a relevant document", "at least one");
  return examples;
}
