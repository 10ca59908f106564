import type { Failure } from "../execute/failure.ts";
import { codeCells } from "../notebook/code-cells.ts";
import type { Cell, CodeCell, Notebook } from "../notebook/nbformat.ts";
import { cellId, type Ids } from "./anchors.ts";
import { highlight } from "./highlight.ts";
import { type Html, html } from "./html.ts";
import { type Heading, renderMarkdown } from "./markdown.ts";
import { errorText, renderError, renderOutput } from "./outputs.ts";

/** The cells of a report, and the headings among them. */
export interface RenderedCells {
  readonly body: Html;
  readonly headings: readonly Heading[];
}

const isSolution = ({ metadata }: Cell): boolean => metadata.tags?.includes("solution") ?? false;

/** Failures that no error among the outputs tells of: a time limit, a kernel that died. */
function untold({ outputs }: CodeCell, failures: readonly Failure[]): readonly Failure[] {
  const told = outputs.flatMap((output) => (output.output_type === "error" ? errorText(output) : []));
  return failures.filter(({ cause }) => !told.some((error) => error.startsWith(cause)));
}

function renderCode(cell: CodeCell, number: number, failures: readonly Failure[]): Html {
  const { source, execution_count, outputs } = cell;
  const errors = untold(cell, failures);
  const notRun = execution_count === null && outputs.length === 0 && failures.length === 0;
  return html`<section class="cell code${notRun ? " not-run" : ""}" id="${cellId(number)}" aria-label="Cell ${number}">
<details class="source" open><summary>Cell ${number}${notRun ? html` <span class="badge">not run</span>` : ""}</summary><pre><code>${highlight(source, "typescript")}</code></pre></details>
${outputs.map(renderOutput)}${errors.map(({ cause, detail }) => renderError(cause, detail))}</section>\n`;
}

interface Rendered {
  readonly body: Html;
  readonly folded: boolean;
  readonly failed: boolean;
}

/** Neighbours that belong to one solution are folded together; one that failed stays open. */
function foldSolutions(cells: readonly Rendered[]): Html[] {
  const groups: Rendered[][] = [];
  for (const cell of cells) {
    const group = groups.at(-1);
    if (cell.folded && group?.[0]?.folded) group.push(cell);
    else groups.push([cell]);
  }
  return groups.map((group) => {
    const bodies = group.map(({ body }) => body);
    if (!group[0]!.folded) return html`${bodies}`;
    const open = group.some(({ failed }) => failed);
    return html`<details class="solution"${open ? html` open` : ""}><summary>Show the solution</summary>${bodies}</details>\n`;
  });
}

/** The cells of a notebook, with what they printed and, in their places, the failures. */
export function renderCells(notebook: Notebook, failures: readonly Failure[], ids: Ids): RenderedCells {
  const numbers = new Map<Cell, number>(codeCells(notebook).map((cell, index) => [cell, index + 1]));
  const headings: Heading[] = [];
  const cells = notebook.cells.flatMap((cell): Rendered[] => {
    const number = numbers.get(cell);
    const own = failures.filter((failure) => number !== undefined && failure.cell === number);
    if (cell.source.trim() === "" && own.length === 0) return [];
    const shared = { folded: isSolution(cell), failed: own.length > 0 };
    if (cell.cell_type === "code") return [{ ...shared, body: renderCode(cell, number!, own) }];
    if (cell.cell_type === "raw") return [{ ...shared, body: html`<pre class="cell">${cell.source}</pre>\n` }];
    const { body, headings: found } = renderMarkdown(cell.source, ids);
    headings.push(...found);
    return [{ ...shared, body: html`<section class="cell text">\n${body}</section>\n` }];
  });
  return { body: html`${foldSolutions(cells)}`, headings };
}
