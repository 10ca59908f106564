import type { Command } from "./command.ts";
import { emptyIndex, indexFile } from "./index-place.ts";
import { expectEngine } from "./kept-engine.ts";
import { textGiven } from "./read-arguments.ts";

/** Encodes the documents once, for all searches. */
export const index: Command = {
  positionals: ["<folder>"],
  about: "encode the documents with the trained engine, and keep their vectors",
  options: {
    to: { type: "string", value: "file", about: "where to keep them, a file in the folder unless given" },
  },
  async run(given, progress) {
    const folder = given.positionals[0]!;
    const to = textGiven(given, "to") ?? indexFile(folder);
    const { dimension, load } = await expectEngine(folder);
    const { index, keep } = await emptyIndex(to, dimension);
    const engine = await load({ index });
    await engine.encode({ onBatch: ({ encoded, documents }) => progress.step("encoding", encoded, documents) });
    const documents = await index.size();
    await keep();
    return { text: `Kept the vectors of ${documents} documents in ${to}\n`, json: { to, documents, dimension } };
  },
};
