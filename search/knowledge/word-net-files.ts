import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The parts of speech, as in the names of the files. */
export const partsOfSpeech = ["noun", "verb", "adj", "adv"] as const;
/** One of {@link partsOfSpeech}. */
export type PartOfSpeech = (typeof partsOfSpeech)[number];

/** A set of synonyms. */
export interface SynonymSet {
  readonly gloss: string;
  /** The sets above it, by name: its hypernyms, and for an adjective that is like another, the set of that. */
  readonly above: readonly string[];
}

/** The files of WordNet. A set of synonyms has as its name a letter for its part of speech and its place in the file. */
export interface WordNetFiles {
  /** The sets that a base form is in, that of its most frequent sense first. */
  setsOf(part: PartOfSpeech, base: string): string[];
  read(set: string): SynonymSet;
}

const letters: Readonly<Record<PartOfSpeech, string>> = { noun: "n", verb: "v", adj: "a", adv: "r" };
const lineFeed = 10;

/**
 * Open the files, wndb(5WN): index.* are sorted by word, so that a word is found by bisection; data.* are read from the
 * byte that the index says. Nothing else is looked at, so it takes no time to begin.
 */
export function wordNetFiles(folder: string): WordNetFiles {
  const read = (kind: "index" | "data") => (part: PartOfSpeech) => readFileSync(join(folder, `${kind}.${part}`));
  const [indexOf, dataOf] = [once(read("index")), once(read("data"))];
  return {
    setsOf(part, base) {
      const fields = lineOf(indexOf(part), base)?.trimEnd().split(" ") ?? [];
      const count = Number(fields[2] ?? 0);
      return fields.slice(fields.length - count).map((place) => letters[part] + place);
    },
    read(set) {
      const part = partsOfSpeech.find((one) => letters[one] === set[0])!;
      const bytes = dataOf(part);
      const at = Number(set.slice(1));
      return setOf(bytes.toString("latin1", at, bytes.indexOf(lineFeed, at)));
    },
  };
}

function once<T>(of: (part: PartOfSpeech) => T): (part: PartOfSpeech) => T {
  const known = new Map<PartOfSpeech, T>();
  return (part) => {
    if (!known.has(part)) known.set(part, of(part));
    return known.get(part)!;
  };
}

/** The line that begins with a word and a blank, of lines in the order of their bytes. */
function lineOf(bytes: Buffer, word: string): string | undefined {
  const start = Buffer.from(`${word} `);
  let [low, high] = [0, bytes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const from = bytes.lastIndexOf(lineFeed, middle - 1) + 1;
    const to = bytes.indexOf(lineFeed, middle);
    const order = bytes.compare(start, 0, start.length, from, Math.min(from + start.length, to));
    if (order === 0) return bytes.toString("latin1", from, to);
    if (order < 0) low = to + 1;
    else high = from;
  }
  return undefined;
}

/** Of `place file type count (word id)… count (symbol place part source/target)… | gloss; "example"`. */
function setOf(line: string): SynonymSet {
  const [fields, gloss] = line.split(" | ") as [string, string];
  const parts = fields.split(" ");
  const pointers = 4 + 2 * Number.parseInt(parts[3]!, 16);
  const above: string[] = [];
  for (let i = pointers + 1; i < pointers + 1 + 4 * Number(parts[pointers]); i += 4) {
    // A satellite adjective is in the file of adjectives.
    if (["@", "@i", "&"].includes(parts[i]!)) above.push(parts[i + 2]!.replace("s", "a") + parts[i + 1]!);
  }
  return { gloss: gloss.split('; "')[0]!.trim(), above };
}
