import type { Documented } from "../reference/documented.ts";
import { createIds, type Ids } from "./anchors.ts";
import { filter } from "./filter.ts";
import { highlight } from "./highlight.ts";
import { type Html, html } from "./html.ts";
import { renderInline, renderMarkdown } from "./markdown.ts";
import { renderPage } from "./page.ts";

/** The file of the page, without its extension. */
export const referenceName = "reference";

/** Where the source of something lies, from the folder of the reports in the project. */
export const sourceAddress = ({ source }: Documented): string => `../${source}`;

/** The entry of something in the reference. */
export const referenceAddress = ({ name }: Documented): string => `${referenceName}.html#${encodeURIComponent(name)}`;

interface Group {
  readonly id: string;
  readonly title: string;
  readonly entries: readonly Documented[];
}

/** Names of one namespace stand together; then what has none; and types last. */
function groupsOf(documented: readonly Documented[]): Group[] {
  const groups = new Map<string, Documented[]>();
  const rank = ({ kind, name }: Documented): number => (name.includes(".") ? 1 : kind === "type" ? 2 : 0);
  for (const one of [...documented].sort((a, b) => rank(a) - rank(b))) {
    const [namespace = ""] = one.name.includes(".")
      ? one.name.split(".")
      : [one.kind === "type" ? "types" : "functions"];
    groups.set(namespace, [...(groups.get(namespace) ?? []), one]);
  }
  return [...groups].map(([title, entries]) => ({ id: `${entries[0]!.from}-${title}`, title, entries }));
}

const named = (term: string, text: string): Html =>
  text === "" ? html`` : html`<p><strong>${term}</strong> ${renderInline(text)}</p>`;

function renderEntry(one: Documented, ids: Ids): Html {
  const { name, signatures, text, parameters, returns, throws, examples } = one;
  const items = parameters.map(
    (parameter) => html`<dt><code>${parameter.name}</code></dt><dd>${renderInline(parameter.text)}</dd>`,
  );
  const code = signatures
    .map((signature) => highlight(signature, "typescript"))
    .map((line, i) => (i === 0 ? line : html`\n${line}`));
  return html`<section class="entry" id="${name}" data-terms="${name}">
<h3>${name}<a class="anchor" href="#${encodeURIComponent(name)}" aria-label="Link to ${name}">#</a> <a class="origin" href="${sourceAddress(one)}">${one.source}</a></h3>
${renderMarkdown(text, ids).body}<pre><code>${code}</code></pre>
${items.length > 0 ? html`<dl>${items}</dl>` : ""}${named("Gives", returns)}${named("Throws", throws)}${examples.map((example) => renderMarkdown(example, ids).body)}</section>\n`;
}

/** What the published packages export, as their documentation says: the declarations that were built, and their comments. */
export function renderReference(documented: readonly Documented[]): string {
  const ids = createIds(documented.map(({ name }) => name));
  const packages = [...new Set(documented.map(({ from }) => from))].map((from) => ({
    from,
    groups: groupsOf(documented.filter((one) => one.from === from)),
  }));
  const contents = packages.map(
    ({ from, groups }) => html`<li class="level-2"><a href="#${from}">${from}</a></li>
${groups.map(({ id, title }) => html`<li class="level-3"><a href="#${id}">${title}</a></li>`)}`,
  );
  const sections = packages.map(
    ({
      from,
      groups,
    }) => html`<section aria-labelledby="${from}"><h2 id="${from}"><code>import … from "${from}"</code></h2>
${groups.map(({ id, title, entries }) => html`<section class="group" aria-labelledby="${id}"><h2 id="${id}">${title}</h2>\n${entries.map((one) => renderEntry(one, ids))}</section>\n`)}</section>\n`,
  );
  const body = html`<div class="frame">
<header class="front"><p class="trail"><a href="index.html">All notebooks</a></p><h1>Reference</h1>
<p class="lede">Every name that the packages export: formula, shapes, errors, source, and an example that was run.</p>
${filter("Find a name", "entry")}</header>
<nav class="contents" aria-label="Contents"><details open><summary>Contents</summary><ol>${contents}</ol></details></nav>
<main id="content">${sections}</main></div>`;
  return renderPage({
    title: "Reference",
    body,
    styles: ["report.css", "code.css", "filter.css", "reference.css"],
    scripts: ["filter.js"],
  });
}
