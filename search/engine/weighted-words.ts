import type { Tensor } from "attention-lab";
import type { Encoded } from "../encoders/encoder.ts";
import { expectArray, expectText } from "../validation/expect.ts";
import { readWords } from "./read-words.ts";
import type { WeightedWords } from "./search-engine-options.ts";

/** The words of each text. */
export function wordsOf(caller: string, texts: unknown): string[][] {
  expectArray(caller, "texts", texts);
  return texts.map((text, i) => {
    expectText(caller, `texts[${i}]`, text);
    return readWords(text);
  });
}

/** Each text's words with their weights, of those of a batch. */
export function weighted(texts: readonly (readonly string[])[], { weights }: Encoded): WeightedWords[] {
  return texts.map((words, i) => ({ words, weights: words.map((_, j) => (weights as Tensor).get(i, j)) }));
}
