import { KernelDied, TimeLimitExceeded } from "../client/kernel-error.ts";
import { codeCells, mapCodeCells } from "../notebook/code-cells.ts";
import type { ErrorOutput, Notebook, Output } from "../notebook/nbformat.ts";
import type { CellTypeError } from "../typecheck/cell-type-error.ts";
import type { ExecutedNotebook, Failure } from "./failure.ts";
import { failuresOf } from "./failures-of.ts";
import { Outputs } from "./outputs.ts";
import { type RunOptions, runCells } from "./run-cells.ts";

/** How a notebook is executed. */
export interface ExecuteOptions extends RunOptions {
  /** File name without `.ipynb`. */
  readonly name: string;
  /** The notebook's file in failures. */
  readonly file: string;
  /** What the strict type check found in its cells. */
  readonly typeErrors: readonly CellTypeError[];
}

const typeErrorOutput = ({ line, column, code, message }: CellTypeError): ErrorOutput => ({
  output_type: "error",
  ename: code,
  evalue: `line ${line}: ${message}`,
  traceback: [`line ${line}, column ${column}: ${code}: ${message}`],
});

const isCompileError = (output: Output): boolean => output.output_type === "error" && output.ename === "CompileError";

/** What the type check found says more than what the kernel's compiler says of the same cell. */
const withTypeErrors = (outputs: readonly Output[], found: readonly CellTypeError[]): readonly Output[] =>
  found.length === 0
    ? outputs
    : [...outputs.filter((output) => !isCompileError(output)), ...found.map(typeErrorOutput)];

const startFailure = (error: unknown, file: string): Failure => {
  if (!(error instanceof KernelDied || error instanceof TimeLimitExceeded)) throw error;
  const [cause = "", ...detail] = error.message.split("\n");
  return { notebook: file, cause: `no kernel: ${cause}`, detail: detail.join("\n") };
};

/**
 * Executes a notebook on a kernel of its own. The copy it returns has fresh outputs only: errors in their place, nothing
 * in the cells after the first that failed.
 */
export async function executeNotebook(notebook: Notebook, options: ExecuteOptions): Promise<ExecutedNotebook> {
  const { name, file, typeErrors } = options;
  const startFailures: Failure[] = [];
  const outputs = await runCells(codeCells(notebook), options).catch((error: unknown) => {
    startFailures.push(startFailure(error, file));
    return new Outputs();
  });
  const executed = mapCodeCells(notebook, (cell, index) => ({
    ...cell,
    execution_count: outputs.cell(index).executionCount,
    outputs: withTypeErrors(
      outputs.cell(index).outputs,
      typeErrors.filter((error) => error.cell === index + 1),
    ),
  }));
  return { name, notebook: executed, failures: [...startFailures, ...failuresOf(executed, file)] };
}
