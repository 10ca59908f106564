import { textWidth } from "../text-width.ts";

const visible = (text: string): string => text.replace(/<[^>]*>/g, "");

function fill(words: readonly string[], width: number, size: number): string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(visible(`${last} ${word}`), size) <= width)
      lines[lines.length - 1] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}

/**
 * Breaks text into lines no wider than `width` pixels at font size `size`, of about equal length; breaks already there stay.
 * Words are never cut; Plotly's tags (`<b>`, `<sub>`) count nothing.
 */
export function wrap(text: string, width: number, size: number): string[] {
  return text.split(/<br ?\/?>/).flatMap((paragraph) => {
    const words = paragraph.split(" ").filter(Boolean);
    const { length } = fill(words, width, size);
    if (length <= 1) return [words.join(" ")];
    // The narrowest measure that needs no more lines leaves no lone word at the end.
    let [low, high] = [width / 2, width];
    while (high - low > 1) {
      const middle = (low + high) / 2;
      if (fill(words, middle, size).length <= length) high = middle;
      else low = middle;
    }
    return fill(words, high, size);
  });
}
