import { copyFileSync, existsSync, readFileSync, renameSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import type { ExecutedNotebook, Failure } from "../execute/failure.ts";
import { notebookFile } from "../notebook/folder.ts";
import { formatNotebook } from "../notebook/format.ts";
import { writeFile } from "../notebook/write-file.ts";
import type { Documented } from "../reference/documented.ts";
import type { Claims } from "./claims.ts";
import { readFront } from "./front.ts";
import type { Term } from "./glossary.ts";
import { glossaryName, renderGlossary } from "./glossary-page.ts";
import { renderIndex } from "./index-page.ts";
import { ledger } from "./ledger.ts";
import { referenceName, renderReference } from "./reference-page.ts";
import { type Neighbour, renderReport } from "./report.ts";

const require = createRequire(import.meta.url);

/** What is written, and where. */
export interface WriteReportsOptions {
  /** The notebooks after their run, in reading order. */
  readonly executed: readonly ExecutedNotebook[];
  /** All failures of the run, those of notebooks that could not be read among them. */
  readonly failures: readonly Failure[];
  readonly claims: Claims;
  /** What the published packages export. */
  readonly documented: readonly Documented[];
  /** The terms of the glossary; without any there is none. */
  readonly glossary?: readonly Term[];
  /** Whether each report holds Plotly itself, so that it can be sent as one file. */
  readonly inline: boolean;
  /** The folder of the reports. */
  readonly reports: string;
}

/** What was written. */
export interface WrittenReports {
  /** The index page. */
  readonly index: string;
  /** What is wrong with the checks: unknown, doubled or missing keys. They are in the reports, and not among the run's failures. */
  readonly problems: readonly Failure[];
}

/** Plotly, once for all reports; it is 10 MB, so that it is left alone when it is there already. */
function copyPlotly(reports: string): void {
  const source = require.resolve("plotly.js-dist");
  const target = path.join(reports, "plotly.js");
  if (existsSync(target) && readFileSync(target).equals(readFileSync(source))) return;
  const temporary = `${target}.${process.pid}.tmp`;
  copyFileSync(source, temporary);
  renameSync(temporary, target);
}

/**
 * Writes the reports, the executed notebooks beside them, the index with the ledger of claims, the reference, the glossary, and
 * plotly.js. The same
 * notebooks give the same bytes.
 */
export function writeReports({
  executed,
  failures,
  claims,
  documented,
  glossary = [],
  inline,
  reports,
}: WriteReportsOptions): WrittenReports {
  const { entries, problems } = ledger(claims, executed);
  const all = executed.map((one) => ({
    ...one,
    failures: [...one.failures, ...problems.filter(({ notebook }) => notebook === `${one.name}.ipynb`)],
  }));
  const library = inline ? { plotly: readFileSync(require.resolve("plotly.js-cartesian-dist-min"), "utf8") } : {};
  const neighbours = all.map(({ name, notebook }): Neighbour => ({ name, title: readFront(notebook, name).title }));
  all.forEach(({ name, notebook, failures: own }, index) => {
    const [previous, next] = [neighbours[index - 1], neighbours[index + 1]];
    const options = {
      name,
      failures: own,
      documented,
      ...library,
      ...(previous && { previous }),
      ...(next && { next }),
    };
    writeFile(path.join(reports, `${name}.html`), renderReport(notebook, options));
    writeFile(notebookFile(reports, name), formatNotebook(notebook));
  });
  const index = path.join(reports, "index.html");
  writeFile(
    index,
    renderIndex({
      executed: all,
      failures: [...failures, ...problems],
      sources: claims.sources,
      entries,
      hasGlossary: glossary.length > 0,
    }),
  );
  writeFile(path.join(reports, `${referenceName}.html`), renderReference(documented));
  if (glossary.length > 0) writeFile(path.join(reports, `${glossaryName}.html`), renderGlossary(glossary, all));
  if (!inline) copyPlotly(reports);
  return { index, problems };
}
