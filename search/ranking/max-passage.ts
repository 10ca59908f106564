import { ArgumentError } from "attention-lab";
import { type Document, expectDocuments } from "../collections/document.ts";
import { expectInteger, expectOptions } from "../validation/expect.ts";
import { compareHits, expectHits, type Hit } from "./hit.ts";

/** Options of {@link passages}. */
export interface PassagesOptions {
  /** How many words a passage has, 150 unless given. */
  words?: number;
  /** How many words further the next one begins, 75 unless given, at most `words`: what is less is shared by two. */
  stride?: number;
}

/**
 * The passages of a document: windows of its words that overlap, so that what is said across the end of one stands whole
 * in the next. Each has the title, and the id of the document with its number: "id#0", "id#1", …
 *
 * Dai & Callan 2019, "Deeper Text Understanding for IR with Contextual Neural Language Modeling", §3 (windows of 150 words,
 * 75 apart).
 *
 * @example
 * ```ts
 * const [first, second] = passages({ id: "a", text: "one two three four five" }, { words: 4, stride: 2 });
 * first; // { id: "a#0", text: "one two three four" }
 * second; // { id: "a#1", text: "three four five" }
 * ```
 *
 * @throws ArgumentError when the document is none, or an option is wrong.
 */
export function passages(document: Document, options: PassagesOptions = {}): Document[] {
  const caller = "passages";
  expectDocuments(caller, "document", [document]);
  expectOptions(caller, options, ["words", "stride"]);
  const { words: length = 150, stride = Math.max(1, Math.floor(length / 2)) } = options;
  expectInteger(caller, "words", length, 1);
  expectInteger(caller, "stride", stride, 1);
  if (stride > length)
    throw new ArgumentError(caller, "stride", `value ${stride}`, `at most words = ${length}: none may be left out`);
  const words = document.text.split(/\s+/).filter((word) => word !== "");
  const count = 1 + Math.max(0, Math.ceil((words.length - length) / stride));
  return Array.from({ length: count }, (_, i) => ({
    ...document,
    id: `${document.id}#${i}`,
    text: words.slice(i * stride, i * stride + length).join(" "),
  }));
}

/**
 * The ranking of documents by that of their {@link passages}: score(document) = max over its passages.
 *
 * The best k documents are the first k different ones that a ranking of passages comes to; passages that were not found
 * change nothing.
 *
 * Dai & Callan 2019, §3 (BERT-MaxP).
 *
 * @example
 * ```ts
 * maxPassage([{ id: "a#0", score: 1 }, { id: "b#0", score: 2 }, { id: "a#1", score: 3 }]).map(({ id }) => id); // ["a", "b"]
 * ```
 *
 * @throws ArgumentError when a hit is no passage, a passage comes twice, or a score is not finite.
 */
export function maxPassage(hits: readonly Hit[]): Hit[] {
  const caller = "maxPassage";
  expectHits(caller, "hits", hits);
  const best = new Map<string, number>();
  hits.forEach(({ id, score }, i) => {
    const document = /^(.+)#\d+$/s.exec(id)?.[1];
    if (document === undefined)
      throw new ArgumentError(caller, `hits[${i}].id`, JSON.stringify(id), "the id of a passage, as in a#0");
    best.set(document, Math.max(score, best.get(document) ?? score));
  });
  return [...best].map(([id, score]) => ({ id, score })).sort(compareHits);
}
