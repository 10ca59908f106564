import { language } from "./language.ts";
import type { CellMetadata, NotebookMetadata } from "./nbformat.ts";

/** The metadata every notebook of this project has, and nothing else. */
export const notebookMetadata: NotebookMetadata = {
  kernelspec: { name: "tslab", display_name: "TypeScript", language: language.name },
  language_info: language,
};

/** A cell's metadata without what editors leave behind: times, colours, scroll positions. */
export function cleanCellMetadata(metadata: unknown): CellMetadata {
  if (typeof metadata !== "object" || metadata === null) return {};
  const { tags, jupyter } = metadata as CellMetadata;
  return {
    ...(Array.isArray(tags) && tags.length > 0 && { tags: tags.map(String) }),
    ...(typeof jupyter === "object" && { jupyter }),
  };
}
