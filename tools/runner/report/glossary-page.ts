import type { ExecutedNotebook } from "../execute/failure.ts";
import type { Notebook } from "../notebook/nbformat.ts";
import { createIds, fileAddress, type Ids } from "./anchors.ts";
import { filter } from "./filter.ts";
import { readFront } from "./front.ts";
import type { Term } from "./glossary.ts";
import { type Html, html } from "./html.ts";
import { renderInline } from "./markdown.ts";
import { renderPage } from "./page.ts";
import { termSpans } from "./term-spans.ts";

/** The file of the page, without its extension. */
export const glossaryName = "glossary";

/** A notebook's text, without its code and what that printed. */
export const proseOf = ({ cells }: Notebook): string =>
  cells.flatMap(({ cell_type, source }) => (cell_type === "markdown" ? [source] : [])).join("\n\n");

interface Text {
  readonly link: Html;
  readonly prose: string;
}

function readText({ name, notebook }: ExecutedNotebook): Text {
  const { text } = readFront(notebook, name);
  const link = html`<a href="${fileAddress(name, "html")}" title="${text}">${/^\d+/.exec(name)?.[0] ?? name}</a> `;
  return { link, prose: proseOf(notebook) };
}

function renderTerm(term: Term, texts: readonly Text[], ids: Ids): Html {
  const { en, "zh-Hans": simplified, "zh-Hant": traditional, symbol, meaning, forms = [] } = term;
  const used = texts.filter(({ prose }) => termSpans(term, prose).length > 0).map(({ link }) => link);
  const id = ids.heading(en);
  return html`<section class="term" id="${id}" data-terms="${[en, ...forms, simplified, traditional].join(" ")}">
<h2>${en}</h2>
<p class="chinese">${simplified === traditional ? html`<span lang="zh">${simplified}</span>` : html`<span lang="zh-Hans">${simplified}</span> <span lang="zh-Hant">${traditional}</span>`}</p>
<p class="meaning">${renderInline(meaning)}${symbol ? html` <span class="symbol">${renderInline(symbol)}</span>` : ""}</p>
<p class="where">${used.length > 0 ? html`In ${used}` : ""}</p></section>\n`;
}

/** The terms in English order, each in the languages of the source texts, with the notebooks whose text names it. */
export function renderGlossary(terms: readonly Term[], executed: readonly ExecutedNotebook[]): string {
  const [texts, ids] = [executed.map(readText), createIds(["content"])];
  const ordered = [...terms].sort((a, b) => a.en.localeCompare(b.en, "en"));
  const body = html`<div class="frame">
<header class="front"><p class="trail"><a href="index.html">All notebooks</a></p><h1>Glossary</h1>
<p class="lede">The terms of the notebooks in English, <span lang="zh-Hans">简体中文</span> and <span lang="zh-Hant">繁體中文</span>, for the source texts are in all three.</p>
${filter("Find a term", "term")}</header>
<main id="content">${ordered.map((term) => renderTerm(term, texts, ids))}</main></div>`;
  return renderPage({
    title: "Glossary",
    body,
    styles: ["filter.css", "glossary.css"],
    scripts: ["filter.js"],
  });
}
