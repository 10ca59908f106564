import type { Failure } from "../execute/failure.ts";
import { codeCells } from "../notebook/code-cells.ts";
import type { Notebook } from "../notebook/nbformat.ts";
import type { Documented } from "../reference/documented.ts";
import { cellId, checkId, createIds, fileAddress } from "./anchors.ts";
import { renderCells } from "./cells.ts";
import { readChecks } from "./check.ts";
import { renderChecksBox } from "./checks-box.ts";
import { type Place, renderFailures } from "./failures-view.ts";
import { readFront } from "./front.ts";
import { type Html, html } from "./html.ts";
import { withoutSiblings } from "./links.ts";
import type { Heading } from "./markdown.ts";
import { renderPage } from "./page.ts";
import { renderUsed, usedIn } from "./used.ts";

const styles = ["report.css", "code.css", "outputs.css", "checks.css", "plots.css", "figure-data.css"];

/** A report beside this one in reading order. */
export interface Neighbour {
  readonly name: string;
  readonly title: Html;
}

/** What a report tells besides the notebook. */
export interface ReportOptions {
  /** File name without extension. */
  readonly name: string;
  /** Why the notebook failed, if it did. */
  readonly failures: readonly Failure[];
  readonly previous?: Neighbour;
  readonly next?: Neighbour;
  /** Plotly as text, for a report that holds all it needs, and leads to no page beside it. */
  readonly plotly?: string;
  /** What the packages export, to link what the notebook uses. */
  readonly documented: readonly Documented[];
}

function renderContents(headings: readonly Heading[]): Html {
  const listed = headings.filter(({ level }) => level <= 3);
  if (listed.length === 0) return html``;
  const items = listed.map(
    ({ level, id, label }) => html`<li class="level-${level}"><a href="#${encodeURIComponent(id)}">${label}</a></li>`,
  );
  return html`<nav class="contents" aria-label="Contents"><details open><summary>Contents</summary><ol>${items}</ol></details></nav>\n`;
}

function renderNeighbours({ previous, next }: ReportOptions): Html {
  const link = (kind: string, neighbour: Neighbour | undefined): Html =>
    neighbour
      ? html`<a class="${kind}" rel="${kind}" href="${fileAddress(neighbour.name, "html")}"><span class="direction">${kind === "prev" ? "Previous" : "Next"}</span> ${neighbour.title}</a>`
      : html``;
  return html`<nav class="neighbours" aria-label="Notebooks">${link("prev", previous)}${link("next", next)}</nav>\n`;
}

const placeOf = ({ cell }: Failure): Place =>
  cell === undefined ? { name: "The notebook" } : { name: `Cell ${cell}`, address: `#${cellId(cell)}` };

/** One sentence on how the run ended. */
function renderState(checks: number, failures: readonly Failure[]): Html {
  if (failures.length > 0) return html`<span class="state failed">failed</span>`;
  const counted = checks === 1 ? "1 check" : `${checks} checks`;
  return html`<span class="state passed">${checks === 0 ? "ran without an error" : `${counted} passed`}</span>`;
}

/**
 * A notebook as one page that opens from the disk and holds all it needs, but for plotly.js beside it unless it is given,
 * without which plots stay pictures.
 */
export function renderReport(notebook: Notebook, options: ReportOptions): string {
  const { name, failures } = options;
  const { title, text, rest } = readFront(notebook, name);
  const checks = readChecks(notebook);
  const taken = ["content", "used", ...codeCells(notebook).map((_, index) => cellId(index + 1))];
  const ids = createIds([...taken, ...checks.map(({ check }) => checkId(check.key))]);
  const { body, headings } = renderCells(rest, failures, ids);
  const isAlone = options.plotly !== undefined;
  const download = html` <a href="${fileAddress(name, "ipynb")}" download>Download the notebook</a>`;
  const content = html`<div class="frame">
<header class="front">
${isAlone ? "" : html`<p class="trail"><a href="index.html">All notebooks</a></p>\n`}<h1>${title}</h1>
<p class="facts">${renderState(checks.length, failures)}${isAlone ? "" : download} <button type="button" data-folds=".source" hidden>Hide all code</button></p>
${renderChecksBox(checks.map(({ check }) => check))}</header>
${renderContents(headings)}<main id="content">
${renderFailures(failures, placeOf)}${body}${renderUsed(usedIn(notebook, options.documented))}</main>
${isAlone ? "" : html`<footer>${renderNeighbours(options)}</footer>\n`}</div>`;
  const hasPlots = body.markup.includes('<figure class="plot"');
  const scripts = ["report.js", ...(hasPlots ? ["plots.js", "figure-data.js"] : [])];
  const library = hasPlots && options.plotly !== undefined ? { library: options.plotly } : {};
  return renderPage({ title: text, body: isAlone ? withoutSiblings(content) : content, styles, scripts, ...library });
}
