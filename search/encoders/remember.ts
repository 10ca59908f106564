// So many words are remembered; then all are forgotten, so that memory stays bounded.
const most = 100_000;

/** The same function of words, which looks up what it was asked before. */
export function remember<T>(of: (word: string) => T): (word: string) => T {
  const known = new Map<string, T>();
  return (word) => {
    const before = known.get(word);
    if (before !== undefined) return before;
    const found = of(word);
    if (known.size >= most) known.clear();
    known.set(word, found);
    return found;
  };
}
