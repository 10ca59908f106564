/** The middle of the samples; between the two middle ones of an even number. */
export function median(samples: readonly number[]): number {
  const sorted = [...samples].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** How often contenders are sampled. */
export interface Effort {
  readonly rounds: number;
  /** Milliseconds after which a contender is sampled no more; each is sampled once at least. */
  readonly budget: number;
}

/**
 * Samples of every contender, taken in turns, so that a machine that is busy for a while is so for all of them.
 *
 * @param now the time in milliseconds, by which the budget is kept.
 */
export async function interleave(
  contenders: readonly (() => Promise<number>)[],
  { rounds, budget }: Effort,
  now: () => number,
): Promise<number[][]> {
  const samples = contenders.map((): number[] => []);
  const spent = contenders.map(() => 0);
  for (let round = 0; round < rounds; round++) {
    for (const [place, sample] of contenders.entries()) {
      if (round > 0 && spent[place]! >= budget) continue;
      const start = now();
      samples[place]!.push(await sample());
      spent[place]! += now() - start;
    }
  }
  return samples;
}

/** The largest difference from the numbers expected, in parts of the largest of them; NaN only where NaN is expected. */
export function relativeError(found: readonly ArrayLike<number>[], expected: readonly ArrayLike<number>[]): number {
  const lengths = (arrays: readonly ArrayLike<number>[]): string => arrays.map(({ length }) => length).join(", ");
  if (lengths(found) !== lengths(expected))
    throw new Error(`gives ${lengths(found)} numbers, not ${lengths(expected)}`);
  let [difference, largest] = [0, Number.MIN_VALUE];
  for (const [place, numbers] of expected.entries()) {
    for (let i = 0; i < numbers.length; i++) {
      const [x, y] = [found[place]![i]!, numbers[i]!];
      if (Number.isNaN(x) !== Number.isNaN(y)) return Number.POSITIVE_INFINITY;
      difference = Math.max(difference, Math.abs(x - y) || 0);
      largest = Math.max(largest, Math.abs(y) || 0);
    }
  }
  return difference / largest;
}
