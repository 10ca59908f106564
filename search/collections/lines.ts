import { createReadStream } from "node:fs";

/** A file that is not as expected, and where. */
export class CollectionError extends Error {
  override name = "CollectionError";
}

/** Throw that a line of a file is not as expected. */
export function refuseLine(file: string, line: number, has: string): never {
  throw new CollectionError(`${file}:${line}: ${has}`);
}

/**
 * The lines of a file of any size, with their numbers from 1; empty lines are passed over.
 *
 * Only line feeds end lines (and a carriage return before one is no part of it): texts may hold other separators.
 */
export async function* linesOf(file: string): AsyncGenerator<readonly [line: string, number: number]> {
  let [rest, number] = ["", 0];
  const clean = (line: string): string => {
    const text = line.replace(/\r$/, "");
    return number === 1 ? text.replace(/^\ufeff/, "") : text;
  };
  for await (const chunk of createReadStream(file, "utf8")) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      number++;
      if (clean(line).trim() !== "") yield [clean(line), number];
    }
  }
  number++;
  if (clean(rest).trim() !== "") yield [clean(rest), number];
}
