import { format } from "node:util";
import { type Converter, createConverter } from "tslab/dist/converter.js";
import { createExecutor } from "tslab/dist/executor.js";
import { JupyterHandlerImpl } from "tslab/dist/jupyter.js";
import { type CellError, compileError, thrownError } from "./cell-error.ts";
import { spellOutShorthands } from "./shorthands.ts";
import { inSteps, Steps } from "./steps.ts";
import { ignoreFileChanges } from "./tslab.ts";

/** tslab's compiler and evaluator, with the reason of a failure returned instead of printed. */
export interface Interpreter {
  /** Compiles and runs a cell; resolves to what ended it, or to undefined when it went well. */
  evaluate(code: string): Promise<CellError | undefined>;
  /** Ends the cell that awaits something. */
  interrupt(): void;
  /** Answers an editor's questions about code that is being written. */
  readonly editor: Pick<JupyterHandlerImpl, "handleInspect" | "handleComplete" | "handleIsComplete">;
}

/** Makes the interpreter of a kernel; packages are found from the working directory. */
export function createInterpreter(): Interpreter {
  let problem: CellError | undefined;
  ignoreFileChanges();
  const node = createConverter({ isJS: false, isBrowser: false });
  const convert: Converter["convert"] = (declarations, source) => {
    const converted = node.convert(declarations, spellOutShorthands(source));
    if (converted.output !== undefined) return { ...converted, ...inSteps(converted.output) };
    if (converted.diagnostics.length === 0) return converted;
    // Once more as it was written, for the places to be those that people see.
    const { diagnostics } = node.convert(declarations, source);
    problem = compileError(diagnostics);
    return { diagnostics };
  };
  const converter: Converter = { ...node, convert };
  const executor = createExecutor(
    process.cwd(),
    { node: converter, browser: converter, close: () => node.close() },
    {
      log: console.log,
      // tslab prints diagnostics as a format with its values, and whatever was thrown alone.
      error: (...values) => {
        problem ??= thrownError(values.length === 1 ? values[0] : format(...values));
      },
    },
  );
  const steps = new Steps();
  steps.install();
  return {
    evaluate: async (code) => {
      problem = undefined;
      const succeeded = await executor.execute(code);
      return succeeded ? undefined : (problem ?? thrownError("the cell failed"));
    },
    interrupt: () => {
      steps.stop();
      executor.interrupt();
    },
    editor: new JupyterHandlerImpl(executor, false),
  };
}
