import { pathToFileURL } from "node:url";
import { inspect, types } from "node:util";
import type { Diagnostic } from "tslab/dist/converter.js";
import { projectRoot } from "../project/root.ts";

/** What Jupyter shows of an error: its name, its message, and lines that lead to its place. */
export interface CellError {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

// Frames of what runs the cell, not of the cell or of what it called.
const foreignFrame =
  /\n\s+at [^\n]*(?:[\\/]tslab[\\/]dist[\\/]|[\\/]tools[\\/]runner[\\/]|node:(?:vm|internal|async_hooks)\b|Generator\.(?:next|throw) )[^\n]*?(?= \{$|$)/gm;

// Compiled cells have other line numbers than their source: better none than wrong ones.
const cellPosition = /evalmachine\.<anonymous>(?::\d+){0,2}/g;

// The line of a package that throws, which Node puts before the stack; that of a cell is worth seeing.
const foreignSource = /^(?:file:|node:|\/|[A-Z]:\\)[^\n]*\n[^\n]*\n\s*\^+\n\n?/;

const projectFolder = `${pathToFileURL(projectRoot)}/`;

/** The error that `value`, thrown by a cell, is shown as. Anything can be thrown. */
export function thrownError(value: unknown): CellError {
  const text = inspect(value, { colors: false })
    .replace(foreignFrame, "")
    .replace(foreignSource, "")
    .replaceAll(projectFolder, "")
    .replace(cellPosition, "cell");
  const traceback = text.replace(/^cell\n/, "").split("\n");
  if (!types.isNativeError(value)) return { ename: "Error", evalue: `thrown value ${traceback[0]}`, traceback };
  return { ename: value.name, evalue: value.message, traceback };
}

/** The error a cell is shown with when something it started and left alone throws or rejects. */
export function uncaughtError(kind: "UnhandledRejection" | "UncaughtException", value: unknown): CellError {
  const { ename, evalue, traceback } = thrownError(value);
  const explanation = {
    UnhandledRejection: "A promise was rejected and nothing awaited it:",
    UncaughtException: "Thrown in a timer or a callback:",
  };
  return { ename: kind, evalue: `${ename}: ${evalue}`, traceback: [explanation[kind], ...traceback] };
}

/** The error of a cell that does not compile, one line a diagnostic. */
export function compileError(diagnostics: readonly Diagnostic[]): CellError {
  const lines = diagnostics.map(
    ({ start, code, messageText }) =>
      `line ${start.line + 1}, column ${start.character + 1}: TS${code}: ${messageText}`,
  );
  return { ename: "CompileError", evalue: lines[0] ?? "", traceback: lines };
}
