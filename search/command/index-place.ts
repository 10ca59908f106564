import { existsSync } from "node:fs";
import { extname, join } from "node:path";
import { flat, loadFlat } from "../indexes/flat.ts";
import { postgres } from "../indexes/postgres/postgres.ts";
import type { VectorIndex } from "../indexes/vector-index.ts";
import { fillDatabase, sampledFrom } from "./database-place.ts";
import type { KeptEngine } from "./kept-engine.ts";
import type { Progress } from "./progress.ts";
import { UsageError } from "./usage-error.ts";

/** What `--to` and `--from` may be. */
export const places = "a file, a folder for a database (a name without an extension), or postgres://…";

/** Where the index of a folder is kept. */
export const indexFile = (folder: string): string => join(folder, "index.attention-search");

const isServer = (place: string): boolean => /^postgres(ql)?:\/\//.test(place);
const isDatabase = (place: string): boolean => isServer(place) || extname(place) === "";

/** A place in words: without what stands for a password. */
export const nameOf = (place: string): string => (isServer(place) ? place.replace(/\/\/[^/]*@/, "//") : place);

/** Encode the documents of an engine and keep their vectors at a place; gives how many there are. */
export async function fill(to: string, kept: KeptEngine, progress: Progress): Promise<number> {
  if (isDatabase(to)) return fillDatabase(to, kept, progress);
  const index = flat({ dimension: kept.dimension });
  const engine = await kept.load({ index });
  await engine.encode({ onBatch: ({ encoded, documents }) => progress.step("encoding", encoded, documents) });
  await index.save(to);
  return index.size();
}

/** The index that was kept there for this engine. */
export async function keptIndex(from: string, kept: KeptEngine): Promise<VectorIndex> {
  if (!isServer(from) && !existsSync(from))
    throw new UsageError(`${from} is not there: attention-search index makes it`);
  if (!isDatabase(from)) return loadFlat(from);
  const index = await postgres({ database: from, dimension: kept.dimension });
  if (await sampledFrom(index, kept)) return index;
  await index.close();
  throw new UsageError(`${nameOf(from)} has no vectors of this engine: attention-search index --to it again`);
}
