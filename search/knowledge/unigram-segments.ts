/** How to take a text apart into known pieces. */
export interface Segmentation {
  /** The numbers of the pieces, in their order; what no piece covers is left out. */
  readonly pieces: readonly number[];
  /** The sum of the pieces' logarithms of probability. */
  readonly score: number;
}

// A character of no piece costs as much as that many e-foldings below the least probable piece, as in SentencePiece.
const penalty = 10;

/**
 * Takes texts apart into the most probable sequence of pieces, each of which has a logarithm of probability (Viterbi).
 *
 * Kudo 2018, "Subword Regularization: Improving Neural Network Translation Models with Multiple Subword Candidates", §3.2.
 */
export function unigramSegments(
  scores: ReadonlyMap<string, { number: number; score: number }>,
): (text: string) => Segmentation {
  let [longest, least] = [1, 0];
  for (const [piece, { score }] of scores) {
    longest = Math.max(longest, [...piece].length);
    least = Math.min(least, score);
  }
  return (text) => {
    const characters = [...text];
    // best[j]: the best way to the first j characters.
    const best: { score: number; from: number; number?: number }[] = [{ score: 0, from: 0 }];
    for (let to = 1; to <= characters.length; to++) {
      best.push({ score: best[to - 1]!.score + least - penalty, from: to - 1 });
      for (let from = Math.max(0, to - longest); from < to; from++) {
        const piece = scores.get(characters.slice(from, to).join(""));
        const score = best[from]!.score + (piece?.score ?? Number.NEGATIVE_INFINITY);
        if (piece !== undefined && score > best[to]!.score) best[to] = { score, from, number: piece.number };
      }
    }
    const pieces: number[] = [];
    for (let to = characters.length; to > 0; to = best[to]!.from) {
      const { number } = best[to]!;
      if (number !== undefined) pieces.push(number);
    }
    return { pieces: pieces.reverse(), score: best[characters.length]!.score };
  };
}
