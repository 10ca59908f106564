import path from "node:path";
import { type Cache, openCache } from "../cache/cache.ts";
import { environmentDigest } from "../cache/digest.ts";
import { kernelNames } from "../client/kernelspec.ts";
import { executeNotebook } from "../execute/execute-notebook.ts";
import type { ExecutedNotebook, Failure } from "../execute/failure.ts";
import { codeCells } from "../notebook/code-cells.ts";
import { displayFile, readNotebook } from "../notebook/folder.ts";
import type { Notebook } from "../notebook/nbformat.ts";
import { NotebookError } from "../notebook/notebook-error.ts";
import type { CellTypeError } from "../typecheck/cell-type-error.ts";
import { typecheck } from "../typecheck/typecheck.ts";
import { concurrently } from "./concurrently.ts";
import type { Progress } from "./progress.ts";

/** Which notebooks are executed, and how. */
export interface ExecuteNotebooksOptions {
  /** The folder of the notebooks. */
  readonly notebooks: string;
  /** The folder of the cache. */
  readonly cache: string;
  /** Their names without `.ipynb`. */
  readonly names: readonly string[];
  /** Whether to execute them even when nothing changed since they passed. */
  readonly fresh: boolean;
  /** Milliseconds a cell may take. */
  readonly timeLimit: number;
  readonly progress: Progress;
}

/** Notebooks after their run, in order, and the failures of all, those that could not be read among them. */
export interface ExecutedNotebooks {
  readonly executed: readonly ExecutedNotebook[];
  readonly failures: readonly Failure[];
}

const kernelsAtOnce = 2;

interface Named {
  readonly name: string;
  readonly notebook: Notebook;
}

const readAll = (folder: string, names: readonly string[], onFault: (failure: Failure) => void): Named[] =>
  names.flatMap((name) => {
    try {
      return [{ name, notebook: readNotebook(folder, name, kernelNames()) }];
    } catch (error) {
      if (!(error instanceof NotebookError)) throw error;
      const notebook = displayFile(folder, name);
      onFault({ notebook, cause: error.message.slice(notebook.length + 2) });
      return [];
    }
  });

const execute = async (
  { name, notebook }: Named,
  typeErrors: readonly CellTypeError[],
  { notebooks, timeLimit, progress }: ExecuteNotebooksOptions,
): Promise<ExecutedNotebook> => {
  const cells = codeCells(notebook).length;
  const file = displayFile(notebooks, name);
  const onCell = (cell: number): void => progress.cell(name, cell, cells);
  const executed = await executeNotebook(notebook, { name, file, folder: notebooks, timeLimit, onCell, typeErrors });
  progress.finished(name, executed.failures.length === 0 ? "passed" : "failed");
  return executed;
};

const fromCache = (cache: Cache, { name, notebook }: Named, progress?: Progress): ExecutedNotebook | undefined => {
  const executed = cache.load(name, notebook);
  if (executed !== undefined) progress?.finished(name, "unchanged");
  return executed && { name, notebook: executed, failures: [] };
};

/** Type-checks and executes notebooks, two at a time; those that passed before and depend on nothing new are not run. */
export async function executeNotebooks(options: ExecuteNotebooksOptions): Promise<ExecutedNotebooks> {
  const { notebooks, names, fresh, progress } = options;
  const cache = openCache(options.cache, environmentDigest(notebooks));
  const unreadable: Failure[] = [];
  const readable = readAll(notebooks, names, (failure) => unreadable.push(failure));
  const known = new Map(readable.map((one) => [one.name, fresh ? undefined : fromCache(cache, one, progress)]));
  const pending = readable.filter(({ name }) => known.get(name) === undefined);
  const typeErrors = await typecheck(pending.map(({ notebook }) => notebook));
  await concurrently(kernelsAtOnce, pending, async (one, index) => {
    const executed = await execute(one, typeErrors[index] ?? [], options);
    if (executed.failures.length === 0) cache.store(one.name, executed.notebook);
    known.set(one.name, executed);
  });
  const executed = readable.flatMap(({ name }) => known.get(name) ?? []);
  return { executed, failures: [...unreadable, ...executed.flatMap(({ failures }) => failures)] };
}

/** Those of the named notebooks that passed before and depend on nothing new, as they came out then. */
export function unchangedNotebooks(
  options: Pick<ExecuteNotebooksOptions, "notebooks" | "cache" | "names">,
): ExecutedNotebook[] {
  const cache = openCache(options.cache, environmentDigest(options.notebooks));
  const readable = readAll(options.notebooks, options.names, () => {});
  return readable.flatMap((one) => fromCache(cache, one) ?? []);
}

/** The cache's folder below the folder of the reports. */
export function cacheFolder(reports: string): string {
  return path.join(reports, ".cache");
}
