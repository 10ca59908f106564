import { tokenize } from "../text/tokenize.ts";

// A step of training holds a batch of texts filled up to the longest: one huge text would fill the memory.
const most = 512;

/** The words of a text that an engine reads: the first 512. */
export const readWords = (text: string): string[] => tokenize(text).slice(0, most);
