import path from "node:path";
import type { ExecutedNotebook, Failure } from "../execute/failure.ts";
import { notebookNames, selectNames } from "../notebook/folder.ts";
import { readReference } from "../reference/reference.ts";
import { readClaims } from "../report/claims.ts";
import { readGlossary } from "../report/glossary.ts";
import { glossaryName } from "../report/glossary-page.ts";
import { referenceName } from "../report/reference-page.ts";
import { writeReports } from "../report/write-reports.ts";
import { readArguments } from "./command.ts";
import { cacheFolder, executeNotebooks, unchangedNotebooks } from "./execute-notebooks.ts";
import { createProgress, type Progress } from "./progress.ts";
import { removeOthers } from "./remove-others.ts";
import { summarize } from "./summary.ts";

/** What to run and where results go. */
export interface RunOptions {
  /** The folder of the notebooks, and of `claims.json`, `glossary.json` and `data/` beside them. */
  readonly notebooks: string;
  /** The folder for reports, executed copies and the cache. */
  readonly reports: string;
  /** Beginnings of the names of the notebooks to run; all when empty. */
  readonly filters?: readonly string[];
  /** Whether to run notebooks even when nothing changed since they passed. */
  readonly fresh?: boolean;
  /** Whether each report holds Plotly itself, so that it can be sent as one file. */
  readonly inline?: boolean;
  /** Milliseconds a cell may take; ten minutes if not given. */
  readonly timeLimit?: number;
  readonly progress?: Progress;
}

/** Milliseconds a cell may take if nothing else is said. */
export const defaultTimeLimit: number = 10 * 60_000;

/** Tells nobody. */
export const silent: Progress = { cell: () => {}, finished: () => {} };

/** What a run gave. */
export interface RunResults {
  /** The notebooks that were run or had not changed, in order. */
  readonly executed: readonly ExecutedNotebook[];
  /** Why notebooks failed, and where checks and claims do not fit together. */
  readonly failures: readonly Failure[];
  /** The page to open. */
  readonly index: string;
}

/**
 * Type-checks and executes notebooks, and writes for each a report with an executed copy beside it, and the index with
 * the ledger of `claims.json`; and the glossary, where there is a `glossary.json`.
 *
 * @throws NotebookError when there are no notebooks, or a filter fits none; ClaimsError when the claims cannot be read; NotebookError when the
 * glossary cannot.
 */
export async function run(options: RunOptions): Promise<RunResults> {
  const {
    notebooks,
    reports,
    filters = [],
    fresh = false,
    inline = false,
    timeLimit = defaultTimeLimit,
    progress = silent,
  } = options;
  const all = notebookNames(notebooks);
  const names = selectNames(all, filters);
  const claims = readClaims(path.join(notebooks, "claims.json"));
  const glossary = readGlossary(path.join(notebooks, "glossary.json"));
  const cache = cacheFolder(reports);
  const results = await executeNotebooks({ notebooks, cache, names, fresh, timeLimit, progress });
  // The index and the ledger are about all notebooks, as far as it is known what the others give.
  const others = unchangedNotebooks({ notebooks, cache, names: all.filter((name) => !names.includes(name)) });
  const executed = [...results.executed, ...others].sort((a, b) => (a.name < b.name ? -1 : 1));
  const documented = await readReference();
  const { index, problems } = writeReports({
    executed,
    failures: results.failures,
    claims,
    documented,
    glossary,
    inline,
    reports,
  });
  const written = ["index", referenceName, glossaryName, ...executed.map(({ name }) => name)];
  if (filters.length === 0) removeOthers(reports, new Set(written));
  const named = problems.map((one) => ({ ...one, notebook: `${path.basename(notebooks)}/${one.notebook}` }));
  return { executed, failures: [...results.failures, ...named], index };
}

/** The command `npm start -- [beginning of a name …] [--fresh] [--inline]`. */
export async function main(argv: readonly string[]): Promise<number> {
  const usage = "npm start -- [beginning of a notebook's name …] [--fresh] [--inline]";
  const { positionals, flags } = readArguments(argv, usage, ["fresh", "inline"]);
  const { failures, index } = await run({
    notebooks: path.resolve("notebooks"),
    reports: path.resolve("reports"),
    filters: positionals,
    fresh: flags.fresh,
    inline: flags.inline,
    progress: createProgress(process.stdout),
  });
  if (failures.length > 0) console.error(summarize(failures));
  console.log(index);
  return failures.length > 0 ? 1 : 0;
}
