import { escapeHtml } from "./escape-html.ts";
import { formatValue } from "./format-value.ts";
import { type Bundle, send } from "./send.ts";

/** What a cell of a table may hold. */
export type Cell = string | number | boolean | null | undefined;

/** A row: its cells in order, or by the name of their column. */
export type Row = readonly Cell[] | { readonly [column: string]: Cell };

/** What a table is about. */
export interface TableOptions {
  readonly caption: string;
  /** The names of the columns, in order; without it, those of the first row. */
  readonly columns?: readonly string[];
}

const isList = (row: Row): row is readonly Cell[] => Array.isArray(row);
const cellText = (cell: Cell): string => (cell === null || cell === undefined ? "" : formatValue(cell));

function columnNames(rows: readonly Row[], given: TableOptions["columns"]): readonly string[] {
  const [first] = rows;
  if (given) return given;
  if (!first || isList(first)) throw new Error("table: columns is missing, expected the names of the columns");
  return Object.keys(first);
}

function requireWidths(rows: readonly Row[], { length }: readonly string[]): void {
  rows.forEach((row, index) => {
    if (isList(row) && row.length !== length)
      throw new Error(`table: rows[${index}] has length ${row.length}, expected ${length} as there are columns`);
  });
}

function html(
  caption: string,
  columns: readonly string[],
  cells: readonly Cell[][],
  numeric: readonly boolean[],
): string {
  const style = numeric.map((right) => ` style="text-align:${right ? "right" : "left"}"`);
  const head = columns.map((name, i) => `<th scope="col"${style[i]}>${escapeHtml(name)}</th>`).join("");
  const body = cells.map(
    (row) => `<tr>${row.map((cell, i) => `<td${style[i]}>${escapeHtml(cellText(cell))}</td>`).join("")}</tr>`,
  );
  return `<table class="nbtable"><caption>${escapeHtml(caption)}</caption><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table>`;
}

function text(
  caption: string,
  columns: readonly string[],
  cells: readonly Cell[][],
  numeric: readonly boolean[],
): string {
  const lines = [[...columns], ...cells.map((row) => row.map(cellText))];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  const aligned = lines.map((line) =>
    line
      .map((cell, i) => (numeric[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join("  ")
      .trimEnd(),
  );
  return [caption, ...aligned].join("\n");
}

/**
 * The outputs of a table: HTML and aligned text. Columns of numbers stand to the right, with two or three significant digits.
 *
 * @throws when the caption is empty, when rows are lists and `columns` is missing, or when a row has another length
 */
export function tableBundle(rows: readonly Row[], { caption, columns: given }: TableOptions): Bundle {
  if (typeof caption !== "string" || caption.trim() === "")
    throw new Error("table: caption is empty, expected what the table shows");
  const columns = columnNames(rows, given);
  requireWidths(rows, columns);
  const cells = rows.map((row) => (isList(row) ? [...row] : columns.map((name) => row[name])));
  const numeric = columns.map((_, i) => cells.length > 0 && cells.every((row) => typeof (row[i] ?? 0) === "number"));
  return {
    data: {
      "text/html": html(caption, columns, cells, numeric),
      "text/plain": text(caption, columns, cells, numeric),
    },
  };
}

/**
 * Shows rows as a table below the cell.
 *
 * @throws when the caption is empty, when rows are lists and `columns` is missing, or when a row has another length
 */
export function table(rows: readonly Row[], options: TableOptions): void {
  send(tableBundle(rows, options));
}
