import { ArgumentError } from "attention-lab";
import { type Document, expectDocuments, textOf } from "../collections/document.ts";
import { tokenize } from "../text/tokenize.ts";
import { expectFunction, expectInteger, expectNotNegative, expectOptions, expectText } from "../validation/expect.ts";
import type { Hit } from "./hit.ts";
import { topK } from "./top-k.ts";

/** Options of {@link bm25}. */
export interface Bm25Options {
  /** How slowly further occurrences of a word stop to count, 1.2 unless given; with 0 only the first counts. */
  k1?: number;
  /** How much a document's length counts, from 0 to 1; 0.75 unless given. */
  b?: number;
  /** What takes texts apart into words, {@link tokenize} unless given. */
  tokenize?: (text: string) => readonly string[];
}

/** Documents that can be searched by their words. */
export interface Bm25 {
  /** The score of every document, in their order; 0 when it has no word of the query. */
  scores(query: string): Float64Array;
  /** The best `k` of the documents that have a word of the query, best first; all of them without `k`. */
  search(query: string, k?: number): Hit[];
}

interface Posting {
  readonly document: number;
  /** tf / (tf + k1·B), which no query changes. */
  readonly saturation: number;
}

/**
 * Ranks documents by the words they share with a query.
 *
 * score(q, d) = Σ_{t in q} idf(t) · tf / (tf + k1·B), with B = 1 − b + b·|d|/mean |d| and
 * idf(t) = ln(1 + (N − df + ½)/(df + ½)): N documents, df of them with the word t, which occurs tf times among the |d|
 * words of d. A word that stands twice in the query counts twice. The factor k1 + 1, which changes no order, is left out;
 * so is it in Lucene, whose idf this is: the paper's may be negative. A title counts as text.
 *
 * Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond", Eq. 3.15 and 3.5. (The packages
 * okapibm25, which looks for words within words, and minisearch, which takes the number of different words for a length
 * and multiplies by that of words found, give other numbers.)
 *
 * @example
 * ```ts
 * const documents = [{ id: "a", text: "red apple" }, { id: "b", text: "green pear" }];
 * bm25(documents).search("An APPLE!").map(({ id }) => id); // ["a"]
 * ```
 *
 * @throws ArgumentError when an id is missing or comes twice, a text is none, or an option is wrong.
 */
export function bm25(documents: readonly Document[], options: Bm25Options = {}): Bm25 {
  expectOptions("bm25", options, ["k1", "b", "tokenize"]);
  const { k1 = 1.2, b = 0.75, tokenize: words = tokenize } = options;
  expectNotNegative("bm25", "k1", k1);
  if (!(b >= 0 && b <= 1)) throw new ArgumentError("bm25", "b", `value ${b}`, "a number from 0 to 1");
  expectFunction("bm25", "tokenize", words);
  expectDocuments("bm25", "documents", documents);
  const ids = documents.map(({ id }) => id);
  const postings = postingsOf(
    documents.map((document) => words(textOf(document))),
    k1,
    b,
  );
  const scores = (query: string): Float64Array => {
    expectText("bm25", "query", query);
    const sums = new Float64Array(ids.length);
    for (const word of words(query)) {
      const found = postings.get(word) ?? [];
      const idf = Math.log(1 + (ids.length - found.length + 0.5) / (found.length + 0.5));
      for (const { document, saturation } of found) sums[document]! += idf * saturation;
    }
    return sums;
  };
  return {
    scores,
    search(query, k = ids.length) {
      expectInteger("bm25", "k", k, 0);
      const best = topK(k);
      scores(query).forEach((score, i) => {
        if (score > 0 && best.welcomes(score)) best.offer({ id: ids[i]!, score });
      });
      return best.hits();
    },
  };
}

function postingsOf(texts: readonly (readonly string[])[], k1: number, b: number): Map<string, Posting[]> {
  const meanLength = texts.reduce((sum, { length }) => sum + length, 0) / texts.length;
  const postings = new Map<string, Posting[]>();
  texts.forEach((words, document) => {
    const penalty = k1 * (1 - b + (b * words.length) / meanLength);
    const counts = new Map<string, number>();
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const [word, tf] of counts) {
      const list = postings.get(word) ?? [];
      if (list.length === 0) postings.set(word, list);
      list.push({ document, saturation: tf / (tf + penalty) });
    }
  });
  return postings;
}
