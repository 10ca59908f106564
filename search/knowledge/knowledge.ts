/**
 * Fixed vectors of words, from elsewhere: what is known of a word before any training. Words are those of `tokenize`:
 * folded, and without spaces.
 */
export interface WordVectors {
  /** Tells it from other knowledge: a letter, then letters, digits and `-`. A saved engine asks for it by this name. */
  readonly name: string;
  /** How many numbers a vector has. */
  readonly dimension: number;
  /** The vector of a word; undefined for one of which nothing is known. The same word has the same vector, always. */
  vectorOf(word: string): ArrayLike<number> | undefined;
}

/**
 * Groups that words belong to, each under a name of its own (the sets of synonyms of a thesaurus, say): words that share a
 * group are alike, also when training has seen one of them only.
 */
export interface WordGroups {
  /** As of {@link WordVectors}. */
  readonly name: string;
  /** The groups of a word, each once; none for a word of which nothing is known. */
  groupsOf(word: string): readonly string[];
}

/** What an engine may know of words before it is trained. */
export type Knowledge = WordVectors | WordGroups;
