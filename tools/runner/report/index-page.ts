import type { ExecutedNotebook, Failure } from "../execute/failure.ts";
import { codeCells } from "../notebook/code-cells.ts";
import type { Notebook } from "../notebook/nbformat.ts";
import { cellId, checkId, claimId, fileAddress } from "./anchors.ts";
import { mark, measured } from "./check-view.ts";
import type { Claims, Source } from "./claims.ts";
import { type Place, renderFailures } from "./failures-view.ts";
import { filter } from "./filter.ts";
import { readFront } from "./front.ts";
import { glossaryName } from "./glossary-page.ts";
import { type Html, html } from "./html.ts";
import type { Entry, Evidence, State } from "./ledger.ts";
import { renderInline } from "./markdown.ts";
import { renderPage } from "./page.ts";
import { pictureOf } from "./plot.ts";
import { referenceName } from "./reference-page.ts";

/** What the index tells. */
export interface IndexOptions {
  /** In reading order. */
  readonly executed: readonly ExecutedNotebook[];
  /** All failures, those of notebooks that could not be read among them. */
  readonly failures: readonly Failure[];
  readonly sources: Claims["sources"];
  readonly entries: readonly Entry[];
  /** Whether there is a page with the terms. */
  readonly hasGlossary: boolean;
}

const classes: Readonly<Record<State, string>> = {
  verified: "passed",
  corrected: "corrected",
  "inconclusive at this scale": "open",
  "cited, not computed": "quiet",
  failed: "failed",
  incomplete: "open",
  "not run": "quiet",
};

const badge = (state: State): Html => html`<span class="state ${classes[state]}">${state}</span>`;

/** What a notebook is about: its headings, and what its readers are to take away. */
const termsOf = (notebook: Notebook): string[] =>
  notebook.cells.flatMap(({ cell_type, source }) =>
    cell_type === "markdown" ? [...source.matchAll(/^(?:#+ |\*\*)(.+)$/gm)].map(([, line]) => line!) : [],
  );

function renderNotebook({ name, notebook, failures }: ExecutedNotebook, entries: readonly Entry[]): Html {
  const { title, text, answer, time } = readFront(notebook, name);
  const own = entries.filter(({ claim }) => claim.notebook === name);
  const claims = own.map(
    ({ claim: { id }, state }) => html`<a class="claim-mark ${classes[state]}" href="#${claimId(id)}">${id}</a> `,
  );
  const failed = failures.length > 0;
  const state = html`<span class="state ${failed ? "failed" : "passed"}">${failed ? "failed" : "passed"}</span>`;
  const address = fileAddress(name, "html");
  const picture = codeCells(notebook).flatMap(({ outputs }) => outputs.flatMap((output) => pictureOf(output) ?? []))[0];
  return html`<li class="notebook" data-terms="${[name, text, ...termsOf(notebook), ...own.map(({ claim }) => `${claim.id} ${claim.statement}`)].join(" ")}">
${picture ? html`<a class="cover" href="${address}" tabindex="-1" aria-hidden="true">${picture}</a>` : ""}<div><h3><a href="${address}">${title}</a></h3>
${answer ? html`<p>${answer}</p>` : ""}<p class="facts">${state} ${own.length > 0 ? html`<span>${own.length === 1 ? "Claim" : "Claims"} ${claims}</span>` : ""}</p>
${time ? html`<p class="time">${time}</p>` : ""}</div></li>\n`;
}

function renderEvidence({ key, check }: Evidence, notebook: string): Html {
  if (check === undefined)
    return html`<li class="missing"><span>·</span><span class="key">${key}</span> <span>not measured</span></li>`;
  const address = `${fileAddress(notebook, "html")}#${checkId(key)}`;
  return html`<li class="${check.passed ? "passed" : "failed"}">${mark(check.passed)} <a class="key" href="${address}" title="${check.statement}">${key}</a> ${measured(check)}</li>`;
}

function renderSource({ title, url, language }: Source, label: string): Html {
  if (url === undefined) return html`<span title="${title}">${label}</span>`;
  return html`<a href="${url}" hreflang="${language}" rel="noopener noreferrer" title="${title}">${label}</a>`;
}

function renderEntry({ claim, state, evidence }: Entry, sources: Claims["sources"]): Html {
  const { id, source, statement, note, literature, notebook } = claim;
  return html`<tr id="${claimId(id)}"><th scope="row">${id}</th>
<td class="statement"><p>${renderInline(statement)} <span class="origin">(${renderSource(sources[source]!, `text ${source}`)})</span></p>${note ? html`<p class="note">${renderInline(note)}</p>` : ""}${literature ? html`<p class="literature">${renderInline(literature)}</p>` : ""}</td>
<td>${badge(state)}</td>
<td>${evidence.length > 0 ? html`<ul class="evidence">${evidence.map((one) => renderEvidence(one, notebook))}</ul>` : html`<span class="none">—</span>`}</td></tr>\n`;
}

function renderSources(sources: Claims["sources"]): Html {
  const items = Object.entries(sources).map(
    ([name, source]) => html`<li><strong>${name}</strong> ${renderSource(source, source.title)}</li>`,
  );
  return html`<ul class="sources">${items}</ul>`;
}

function renderLedger(entries: readonly Entry[], sources: Claims["sources"]): Html {
  return html`<section aria-labelledby="ledger">
<h2 id="ledger">The claims</h2>
<p>A claim has its outcome only when every check it rests on was made and passed in this run. Each measured value stands beside its bound, and leads to the code that measured it.</p>
${renderSources(sources)}
<table class="ledger"><thead><tr><th scope="col">Id</th><th scope="col">Claim</th><th scope="col">Outcome</th><th scope="col">Measured</th></tr></thead>
<tbody>${entries.map((entry) => renderEntry(entry, sources))}</tbody></table>
</section>`;
}

/** The page that leads to every report, and holds the ledger of claims. */
export function renderIndex({ executed, failures, sources, entries, hasGlossary }: IndexOptions): string {
  const names = new Set(executed.map(({ name }) => name));
  const placeOf = ({ notebook, cell }: Failure): Place => {
    const file = notebook.replace(/^.*\//, "");
    const name = file.replace(/\.ipynb$/, "");
    const anchor = cell === undefined ? "" : `#${cellId(cell)}`;
    return {
      name: cell === undefined ? file : `${file}, cell ${cell}`,
      ...(names.has(name) ? { address: `${fileAddress(name, "html")}${anchor}` } : {}),
    };
  };
  const body = html`<div class="frame">
<header class="front"><h1>Executable answers about attention</h1>
<p class="lede">Every notebook asks one question and answers it with code that ran: what the source texts claim is measured, plotted, and confirmed or corrected.</p>
<p class="trail"><a href="#ledger">The claims and their outcomes</a> · <a href="${referenceName}.html">Reference of the library</a>${hasGlossary ? html` · <a href="${glossaryName}.html">Glossary</a>` : ""}</p>
${filter("Find a notebook", "notebook")}</header>
<main id="content">
${renderFailures(failures, placeOf)}<section aria-labelledby="notebooks"><h2 id="notebooks">The notebooks</h2>
<ol class="notebooks">${executed.map((one) => renderNotebook(one, entries))}</ol></section>
${renderLedger(entries, sources)}
</main></div>`;
  return renderPage({
    title: "Executable answers about attention",
    body,
    styles: ["filter.css", "index.css"],
    scripts: ["filter.js"],
  });
}
