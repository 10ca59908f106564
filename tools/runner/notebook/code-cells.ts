import type { Cell, CodeCell, Notebook } from "./nbformat.ts";

const isCode = (cell: Cell): cell is CodeCell => cell.cell_type === "code";

/** The code cells of a notebook in order; people count them from 1. */
export function codeCells(notebook: Notebook): CodeCell[] {
  return notebook.cells.filter(isCode);
}

/** The notebook with each code cell changed; `index` counts code cells from 0. */
export function mapCodeCells(notebook: Notebook, change: (cell: CodeCell, index: number) => CodeCell): Notebook {
  let index = 0;
  return { ...notebook, cells: notebook.cells.map((cell) => (isCode(cell) ? change(cell, index++) : cell)) };
}
