import { existsSync } from "node:fs";
import { join } from "node:path";
import { madeOf } from "../engine/saved-engine.ts";
import { SearchEngine } from "../engine/search-engine.ts";
import type { LoadOptions } from "../engine/search-engine-options.ts";
import { knowledgeNamed } from "./knowledge-named.ts";
import { UsageError } from "./usage-error.ts";

/** An engine that was trained, before it is loaded. */
export interface KeptEngine {
  readonly file: string;
  /** How many numbers its vectors have. */
  readonly dimension: number;
  load(options?: Pick<LoadOptions, "index" | "encoded">): Promise<SearchEngine>;
}

/** Where the trained engine of a folder is kept. */
export const engineFile = (folder: string): string => join(folder, "engine.attention-search");

/** The engine that was trained on a folder; undefined when none was. */
export async function keptEngine(folder: string): Promise<KeptEngine | undefined> {
  const file = engineFile(folder);
  if (!existsSync(file)) return undefined;
  const { dimension, knowledge } = await madeOf("attention-search", file);
  return {
    file,
    dimension,
    load: (options = {}) => SearchEngine.load(file, { ...options, knowledge: knowledge.map(knowledgeNamed) }),
  };
}

/** The engine that was trained on a folder. */
export async function expectEngine(folder: string): Promise<KeptEngine> {
  const kept = await keptEngine(folder);
  if (kept === undefined)
    throw new UsageError(`${engineFile(folder)} is not there: attention-search train ${folder} makes it`);
  return kept;
}
