import type { Cell, Notebook, Output } from "./nbformat.ts";
import { mapTexts, splitLines } from "./text.ts";

const linesOf = (text: unknown): unknown => (typeof text === "string" ? splitLines(text) : text);

const formatOutput = (output: Output): unknown => {
  if (output.output_type === "stream") return { ...output, text: splitLines(output.text) };
  return output.output_type === "error" ? output : { ...output, data: mapTexts(output.data, linesOf) };
};

const formatCell = (cell: Cell): unknown => {
  const source = splitLines(cell.source);
  return cell.cell_type === "code" ? { ...cell, source, outputs: cell.outputs.map(formatOutput) } : { ...cell, source };
};

/** For `JSON.stringify`: keys in order. Jupyter sorts those of everything it saves, so a notebook saved there does not change here. */
export const sortKeys = (_key: string, value: unknown): unknown =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value;

/** The text of a notebook's file as Jupyter writes it: sorted keys, texts as lists of lines, indented by one space. */
export function formatNotebook(notebook: Notebook): string {
  const file = { ...notebook, cells: notebook.cells.map(formatCell) };
  return `${JSON.stringify(file, sortKeys, 1)}\n`;
}
