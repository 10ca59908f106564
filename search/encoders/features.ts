import { layers, ops, tensor, type Value } from "attention-lab";
import ndarray from "ndarray";
import type { Features } from "./encoder.ts";

/** Different words, each with its vector in a row of `E`. */
export interface EmbeddedWords {
  readonly E: Value;
  readonly rowOf: ReadonlyMap<string, number>;
}

/** The different words of texts, in the order in which they first occur. */
export const differentWords = (texts: readonly (readonly string[])[]): string[] => [...new Set(texts.flat())];

/** The features of texts, whose words are all embedded, filled up to the longest. */
export function featuresOf(
  texts: readonly (readonly string[])[],
  { E, rowOf }: EmbeddedWords,
  priorOf: (word: string) => number,
): Features {
  const [n, d] = [texts.length, E.shape[1]!];
  const length = texts.reduce((most, { length }) => Math.max(most, length), 1);
  const mask = new Uint8Array(n * length);
  const prior = new Float64Array(n * length);
  const bags: number[][] = Array.from(mask, () => []);
  texts.forEach((words, i) => {
    words.forEach((word, j) => {
      const at = i * length + j;
      mask[at] = 1;
      prior[at] = priorOf(word);
      bags[at] = [rowOf.get(word)!];
    });
  });
  return {
    texts,
    // A bag of one word, or none after the end: its vector, or zeros.
    tokens: ops.reshape<Value>(layers.embeddingBag<Value>({ E }, bags), [n, length, d]),
    mask: ndarray(mask, [n, length]),
    prior: tensor(E.dtype === "float32" ? Float32Array.from(prior) : prior, [n, length]),
  };
}
