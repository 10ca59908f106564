import type { Term } from "./glossary.ts";

/** Where a text names something: its characters from … to − 1. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** The places where a text has these words, also as a plural, in any case, with a blank or a hyphen between them. */
export function spansOf(words: string, text: string): Span[] {
  const form = words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/[ -]/g, "[ -]");
  // "attention" is not named by "self-attention", nor "mean" by "meaning".
  const found = text.matchAll(new RegExp(`(?<![\\p{L}\\p{N}-])${form}(?:s|es)?(?![\\p{L}\\p{N}])`, "giu"));
  return [...found].map(({ 0: { length }, index }) => ({ from: index, to: index + length }));
}

/** The places where a text names a term. */
export function termSpans({ en, forms = [] }: Term, text: string): Span[] {
  return [en, ...forms].flatMap((form) => spansOf(form, text));
}
