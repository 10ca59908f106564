import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { type Document, textOf } from "../collections/document.ts";
import type { SearchEngine } from "../engine/search-engine.ts";
import { type PostgresIndex, postgres } from "../indexes/postgres/postgres.ts";
import { tokenize } from "../text/tokenize.ts";
import type { KeptEngine } from "./kept-engine.ts";
import type { Progress } from "./progress.ts";
import { UsageError } from "./usage-error.ts";

/** Load the vectors of an engine's documents into a database; what is there from the same engine stays. */
export async function fillDatabase(to: string, kept: KeptEngine, progress: Progress): Promise<number> {
  const engine = await kept.load();
  const documents = withWords(engine);
  const index = await postgres({ database: to, dimension: kept.dimension });
  try {
    await index.load(documents, {
      encode: (texts) => engine.documentVectors(texts),
      encoder: await digestOf(kept),
      progress: ({ written, kept }) => progress.step("encoding", written + kept, documents.length),
    });
    const size = await index.size();
    if (size !== documents.length)
      throw new UsageError(
        `the database holds ${size - documents.length} documents that are not in the folder: give another one`,
      );
    return size;
  } finally {
    await index.close();
  }
}

class OfAnother extends Error {}

/** Whether the vectors of the first documents, if there are any, are in an index as this engine encoded them. */
export async function sampledFrom(index: PostgresIndex, kept: KeptEngine): Promise<boolean> {
  try {
    await index.load(withWords(await kept.load()).slice(0, 256), {
      encode: () => {
        throw new OfAnother();
      },
      encoder: await digestOf(kept),
    });
    return true;
  } catch (error) {
    if (error instanceof OfAnother) return false;
    throw error;
  }
}

// Documents without words have no vectors, and are never found.
const withWords = (engine: SearchEngine): Document[] =>
  [...engine.documents.values()].filter((document) => tokenize(textOf(document)).length > 0);

const digestOf = async ({ file }: KeptEngine): Promise<string> =>
  createHash("sha256")
    .update(await readFile(file))
    .digest("hex");
