import { existsSync } from "node:fs";
import { join } from "node:path";
import { flat, loadFlat } from "../indexes/flat.ts";
import type { VectorIndex } from "../indexes/vector-index.ts";
import { UsageError } from "./usage-error.ts";

/** An index, and what is to be done so that it outlives the command. */
export interface Place {
  readonly index: VectorIndex;
  keep(): Promise<void>;
}

/** Where the index of a folder is kept. */
export const indexFile = (folder: string): string => join(folder, "index.attention-search");

/** An empty index for vectors of so many numbers, to be kept where `--to` says: in a file. */
export async function emptyIndex(to: string, dimension: number): Promise<Place> {
  const index = flat({ dimension });
  return { index, keep: () => index.save(to) };
}

/** The index that was kept there. */
export async function keptIndex(from: string): Promise<VectorIndex> {
  if (!existsSync(from)) throw new UsageError(`${from} is not there: attention-search index makes it`);
  return loadFlat(from);
}
