import { Kernel } from "../client/kernel.ts";
import { KernelDied, TimeLimitExceeded } from "../client/kernel-error.ts";
import { readKernelSpec } from "../client/kernelspec.ts";
import type { CodeCell, ErrorOutput } from "../notebook/nbformat.ts";
import { drain } from "./drain.ts";
import { Outputs } from "./outputs.ts";

/** How cells are run. */
export interface RunOptions {
  /** The folder from which cells resolve packages and files. */
  readonly folder: string;
  /** Milliseconds a cell may take. */
  readonly timeLimit: number;
  /** Called before each cell with its number, counted from 1. */
  readonly onCell: (cell: number) => void;
}

const drainLimit = 10_000;

/** What is shown of a cell whose kernel had to be given up; anything else is a fault of ours. */
const endedBy = (error: unknown, timeLimit: number): ErrorOutput => {
  if (error instanceof TimeLimitExceeded) {
    const evalue = `the cell did not end within ${timeLimit / 1000} s`;
    return { output_type: "error", ename: "TimeLimit", evalue, traceback: [`TimeLimit: ${evalue}`] };
  }
  if (!(error instanceof KernelDied)) throw error;
  const [evalue = "", ...rest] = error.message.split("\n");
  return { output_type: "error", ename: "KernelDied", evalue, traceback: [`KernelDied: ${evalue}`, ...rest] };
};

/**
 * Runs cells in order on a fresh kernel until one fails, and waits for what they left running.
 *
 * @throws KernelDied, TimeLimitExceeded when the kernel does not start.
 */
export async function runCells(cells: readonly CodeCell[], options: RunOptions): Promise<Outputs> {
  const kernel = await Kernel.start(readKernelSpec("tslab"), options.folder);
  const outputs = new Outputs();
  let current = 0;
  try {
    for (const [index, { source }] of cells.entries()) {
      if (source.trim() === "") continue;
      current = index;
      options.onCell(index + 1);
      const listener = outputs.receive.bind(outputs, index);
      await kernel.execute(source, { timeLimit: options.timeLimit, listener });
      if (outputs.failed) return outputs;
    }
    await kernel.execute(drain, { timeLimit: drainLimit, silent: true });
    await kernel.shutdown();
  } catch (error) {
    outputs.cell(current).outputs.push(endedBy(error, options.timeLimit));
  } finally {
    await kernel.kill();
  }
  return outputs;
}
