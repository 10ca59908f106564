import { mapCodeCells } from "./code-cells.ts";
import type { Notebook } from "./nbformat.ts";

/** The notebook without the outputs of cells tagged `volatile`: those of measured times, new in every run. */
export function withoutVolatile(notebook: Notebook): Notebook {
  return mapCodeCells(notebook, (cell) => (cell.metadata.tags?.includes("volatile") ? { ...cell, outputs: [] } : cell));
}
