/** In how many of all documents each word occurs. */
export interface DocumentFrequencies {
  readonly documents: number;
  readonly of: ReadonlyMap<string, number>;
}

/** The document frequencies of tokenised texts; words in the order in which they first occur. */
export function documentFrequencies(texts: readonly (readonly string[])[]): DocumentFrequencies {
  const of = new Map<string, number>();
  for (const words of texts) for (const word of new Set(words)) of.set(word, (of.get(word) ?? 0) + 1);
  return { documents: texts.length, of };
}

/**
 * How much a word says: idf = ln(1 + (N − df + ½)/(df + ½)), of N documents, df of them with the word. As that of `bm25`,
 * it is above 0; a word of no document says most.
 */
export function inverseDocumentFrequency({ documents, of }: DocumentFrequencies, word: string): number {
  const frequency = of.get(word) ?? 0;
  return Math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5));
}
