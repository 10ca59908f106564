import type { Command } from "./command.ts";
import { fill, indexFile, nameOf, places } from "./index-place.ts";
import { expectEngine } from "./kept-engine.ts";
import { textGiven } from "./read-arguments.ts";

/** Encodes the documents once, for all searches. */
export const index: Command = {
  positionals: ["<folder>"],
  about: "encode the documents with the trained engine, and keep their vectors",
  options: {
    to: { type: "string", value: "place", about: `where to keep them, a file in the folder unless given: ${places}` },
  },
  async run(given, progress) {
    const folder = given.positionals[0]!;
    const to = textGiven(given, "to") ?? indexFile(folder);
    const kept = await expectEngine(folder);
    const documents = await fill(to, kept, progress);
    const place = nameOf(to);
    return {
      text: `Kept the vectors of ${documents} documents in ${place}\n`,
      json: { to: place, documents, dimension: kept.dimension },
    };
  },
};
