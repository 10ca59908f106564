import path from "node:path";
import { notebookFile, notebookNames, selectNames } from "../notebook/folder.ts";
import { formatNotebook } from "../notebook/format.ts";
import { writeFile } from "../notebook/write-file.ts";
import { readArguments } from "./command.ts";
import { cacheFolder, type ExecutedNotebooks, executeNotebooks } from "./execute-notebooks.ts";
import { createProgress, type Progress } from "./progress.ts";
import { summarize } from "./summary.ts";

/** What to run and where results go. */
export interface RunOptions {
  /** The folder of the notebooks, and of `claims.json` and `data/` beside them. */
  readonly notebooks: string;
  /** The folder for reports, executed copies and the cache. */
  readonly reports: string;
  /** Beginnings of the names of the notebooks to run; all when empty. */
  readonly filters?: readonly string[];
  /** Whether to run notebooks even when nothing changed since they passed. */
  readonly fresh?: boolean;
  /** Milliseconds a cell may take; ten minutes if not given. */
  readonly timeLimit?: number;
  readonly progress?: Progress;
}

/** Milliseconds a cell may take if nothing else is said. */
export const defaultTimeLimit: number = 10 * 60_000;

/** Tells nobody. */
export const silent: Progress = { cell: () => {}, finished: () => {} };

/**
 * Type-checks and executes notebooks, and writes for each an executed copy and a report.
 *
 * @throws NotebookError when there are no notebooks, or a filter fits none.
 */
export async function run(options: RunOptions): Promise<ExecutedNotebooks> {
  const { notebooks, reports, filters = [], fresh = false, timeLimit = defaultTimeLimit, progress = silent } = options;
  const names = selectNames(notebookNames(notebooks), filters);
  const results = await executeNotebooks({ notebooks, cache: cacheFolder(reports), names, fresh, timeLimit, progress });
  for (const { name, notebook } of results.executed) writeFile(notebookFile(reports, name), formatNotebook(notebook));
  return results;
}

/** The command `npm start -- [beginning of a name …] [--fresh]`. */
export async function main(argv: readonly string[]): Promise<number> {
  const { positionals, flags } = readArguments(argv, "npm start -- [beginning of a notebook's name …] [--fresh]", [
    "fresh",
  ]);
  const reports = path.resolve("reports");
  const { failures } = await run({
    notebooks: path.resolve("notebooks"),
    reports,
    filters: positionals,
    fresh: flags.fresh,
    progress: createProgress(process.stdout),
  });
  if (failures.length > 0) console.error(summarize(failures));
  console.log(path.join(reports, "index.html"));
  return failures.length > 0 ? 1 : 0;
}
