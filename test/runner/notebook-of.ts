import { notebookMetadata } from "../../tools/runner/notebook/metadata.ts";
import type { Notebook } from "../../tools/runner/notebook/nbformat.ts";

/** A notebook of code cells with the given sources. */
export function notebookOf(...sources: string[]): Notebook {
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: notebookMetadata,
    cells: sources.map((source, index) => ({
      id: `cell-${index + 1}`,
      cell_type: "code",
      metadata: {},
      execution_count: null,
      outputs: [],
      source,
    })),
  };
}
