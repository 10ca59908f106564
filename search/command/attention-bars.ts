import type { WeightedWords } from "../engine/search-engine-options.ts";

const heights = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
const most = 8;

/** The words of a text that count most, each with its weight as a bar and a number: `▇ heart .61`. */
export function attentionBars({ words, weights }: WeightedWords): string {
  const highest = Math.max(...weights);
  const drawn = words
    .map((word, i) => ({ word, weight: weights[i]! }))
    .sort((a, b) => b.weight - a.weight)
    .slice(0, most)
    .map(({ word, weight }) => `${barOf(weight / highest)} ${word} ${weight.toFixed(2).replace(/^0/, "")}`);
  const rest = words.length - drawn.length;
  return [...drawn, ...(rest > 0 ? [`and ${rest} more`] : [])].join("  ");
}

const barOf = (share: number): string => heights[Math.max(0, Math.ceil(share * heights.length) - 1)]!;
