import { cleanCellMetadata, notebookMetadata } from "./metadata.ts";
import type { Cell, Notebook, Output } from "./nbformat.ts";
import { NotebookError } from "./notebook-error.ts";
import { joinLines, mapTexts } from "./text.ts";

type Json = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : []);
const object = (value: unknown): Json => (isObject(value) ? value : {});

/** What is wrong with a file's JSON as a notebook, or undefined. */
const findFault = (json: unknown, kernels: readonly string[]): string | undefined => {
  if (!isObject(json) || !("nbformat" in json)) return "is not a notebook: it has no nbformat";
  if (json.nbformat !== 4) return `is nbformat ${json.nbformat}, expected 4; open it in JupyterLab and save it again`;
  if (!Array.isArray(json.cells) || !json.cells.every(isObject)) return "is not a notebook: cells is no list of cells";
  const fault = json.cells.findIndex(({ cell_type }) => !["code", "markdown", "raw"].includes(String(cell_type)));
  if (fault >= 0) return `is not a notebook: entry ${fault + 1} of cells is no code, markdown or raw cell`;
  const kernel = object(object(json.metadata).kernelspec).name;
  if (kernel === undefined) return `names no kernel, expected ${kernels.join(" or ")}`;
  if (!kernels.includes(String(kernel))) return `asks for the kernel "${kernel}", expected ${kernels.join(" or ")}`;
  return undefined;
};

const readOutput = (output: Json): Output => {
  const data = mapTexts(object(output.data), joinLines);
  const metadata = object(output.metadata);
  const count = typeof output.execution_count === "number" ? output.execution_count : null;
  switch (output.output_type) {
    case "stream":
      return {
        output_type: "stream",
        name: output.name === "stderr" ? "stderr" : "stdout",
        text: joinLines(output.text),
      };
    case "error": {
      const traceback = Array.isArray(output.traceback) ? output.traceback.map(String) : [];
      return { output_type: "error", ename: String(output.ename), evalue: String(output.evalue), traceback };
    }
    case "execute_result":
      return { output_type: "execute_result", execution_count: count, data, metadata };
    default:
      return { output_type: "display_data", data, metadata };
  }
};

const readCell = (cell: Json, id: string): Cell => {
  const common = { id, metadata: cleanCellMetadata(cell.metadata), source: joinLines(cell.source) };
  if (cell.cell_type === "code") {
    const count = typeof cell.execution_count === "number" ? cell.execution_count : null;
    return { ...common, cell_type: "code", execution_count: count, outputs: objects(cell.outputs).map(readOutput) };
  }
  const attachments = isObject(cell.attachments) ? { attachments: cell.attachments as Record<string, Json> } : {};
  return { ...common, ...attachments, cell_type: cell.cell_type === "raw" ? "raw" : "markdown" };
};

/** Ids as they are where they are valid and new, else by position: the same on every reading. */
const readIds = (cells: readonly Json[]): string[] => {
  const taken = new Set<string>();
  return cells.map(({ id }, index) => {
    let name = typeof id === "string" && /^[\w-]{1,64}$/.test(id) ? id : `cell-${index + 1}`;
    while (taken.has(name)) name += "-again";
    taken.add(name);
    return name;
  });
};

/**
 * The notebook in the text of a file.
 *
 * @param text what the file holds.
 * @param file its name in errors.
 * @param kernels the names of the kernels it may ask for.
 * @throws NotebookError, one line beginning with `file`, when it is not JSON, not nbformat 4, or asks for another kernel.
 */
export function parseNotebook(text: string, file: string, kernels: readonly string[]): Notebook {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.replace(/\s+/g, " ") : "";
    throw new NotebookError(`${file}: is not JSON: ${reason}`);
  }
  const fault = findFault(json, kernels);
  if (fault !== undefined) throw new NotebookError(`${file}: ${fault}`);
  const cells = objects(object(json).cells);
  const ids = readIds(cells);
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: notebookMetadata,
    cells: cells.map((cell, index) => readCell(cell, ids[index]!)),
  };
}
