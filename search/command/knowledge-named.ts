import type { Knowledge } from "../knowledge/knowledge.ts";
import { sentencePieces } from "../knowledge/sentence-pieces.ts";
import { wordNet } from "../knowledge/word-net.ts";
import { UsageError } from "./usage-error.ts";

const known: Readonly<Record<string, () => Knowledge>> = { wordnet: wordNet, "sentence-pieces": sentencePieces };

/** The names of all knowledge, as `--knowledge` takes them. */
export const knowledgeNames: string = Object.keys(known).join();

/** The knowledge of this name. */
export function knowledgeNamed(name: string): Knowledge {
  if (Object.hasOwn(known, name)) return known[name]!();
  throw new UsageError(`there is no knowledge ${JSON.stringify(name)}, expected of ${knowledgeNames}`);
}

/** The knowledge of these names, parted by commas. */
export const knowledgeListed = (names: string | undefined): Knowledge[] =>
  names === undefined ? [] : names.split(",").map(knowledgeNamed);
