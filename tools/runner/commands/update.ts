import path from "node:path";
import { kernelNames } from "../client/kernelspec.ts";
import type { ExecutedNotebook, Failure } from "../execute/failure.ts";
import { notebookFile, notebookNames, readNotebook, selectNames } from "../notebook/folder.ts";
import { formatNotebook } from "../notebook/format.ts";
import { withoutVolatile } from "../notebook/volatile.ts";
import { writeFile } from "../notebook/write-file.ts";
import { readArguments } from "./command.ts";
import { cacheFolder, executeNotebooks } from "./execute-notebooks.ts";
import { createProgress } from "./progress.ts";
import { defaultTimeLimit, type RunOptions, silent } from "./run.ts";
import { summarize } from "./summary.ts";

/** What an update changed, by name, and what failed and was therefore left alone. */
export interface Updated {
  readonly written: readonly string[];
  readonly failures: readonly Failure[];
}

/** Writes a notebook unless only measured times would change. */
const writeBack = (folder: string, { name, notebook }: ExecutedNotebook): boolean => {
  const stable = formatNotebook(withoutVolatile(notebook));
  const before = formatNotebook(withoutVolatile(readNotebook(folder, name, kernelNames())));
  const text = formatNotebook(stable === before ? readNotebook(folder, name, kernelNames()) : notebook);
  return writeFile(notebookFile(folder, name), text);
};

/**
 * Executes notebooks afresh and writes the outputs of those that passed back into their files.
 *
 * @throws NotebookError when there are no notebooks, or a filter fits none.
 */
export async function update(options: Omit<RunOptions, "fresh">): Promise<Updated> {
  const { notebooks, reports, filters = [], timeLimit = defaultTimeLimit, progress = silent } = options;
  const names = selectNames(notebookNames(notebooks), filters);
  const { executed, failures } = await executeNotebooks({
    notebooks,
    cache: cacheFolder(reports),
    names,
    fresh: true,
    timeLimit,
    progress,
  });
  const passed = executed.filter((one) => one.failures.length === 0);
  return { written: passed.filter((one) => writeBack(notebooks, one)).map(({ name }) => name), failures };
}

/** The command `npm run notebooks:update -- [beginning of a name …]`. */
export async function main(argv: readonly string[]): Promise<number> {
  const { positionals } = readArguments(argv, "npm run notebooks:update -- [beginning of a notebook's name …]", []);
  const { written, failures } = await update({
    notebooks: path.resolve("notebooks"),
    reports: path.resolve("reports"),
    filters: positionals,
    progress: createProgress(process.stdout),
  });
  console.log(written.length > 0 ? `written: ${written.join(", ")}` : "nothing to write: all outputs are as they were");
  if (failures.length > 0) console.error(summarize(failures));
  return failures.length > 0 ? 1 : 0;
}
