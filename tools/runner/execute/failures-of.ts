import { codeCells } from "../notebook/code-cells.ts";
import type { ErrorOutput, Notebook, Output } from "../notebook/nbformat.ts";
import type { Failure } from "./failure.ts";

const isError = (output: Output): output is ErrorOutput => output.output_type === "error";

const causeOf = ({ ename, evalue }: ErrorOutput): string => `${ename}: ${evalue}`.split("\n", 1)[0] ?? ename;

/** One failure for each error among the outputs of an executed notebook. */
export function failuresOf(notebook: Notebook, file: string): Failure[] {
  return codeCells(notebook).flatMap((cell, index) =>
    cell.outputs.filter(isError).map((error) => ({
      notebook: file,
      cell: index + 1,
      cellId: cell.id,
      cause: causeOf(error),
      detail: error.traceback.join("\n"),
    })),
  );
}
