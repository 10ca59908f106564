import { codeCells } from "../notebook/code-cells.ts";
import type { Notebook } from "../notebook/nbformat.ts";
import type { Documented } from "../reference/documented.ts";
import { type Html, html } from "./html.ts";
import { referenceAddress, sourceAddress } from "./reference-page.ts";

/** What cells import from each package, in one line or several: `attend`, `scores`. */
function importsOf(code: string): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const [, listed = "", from = ""] of code.matchAll(/\bimport\s*\{([^}]*)\}\s*from\s*"([^"]+)"/g)) {
    const names = found.get(from) ?? new Set();
    for (const one of listed.split(",")) names.add(one.trim());
    found.set(from, names);
  }
  return found;
}

const isName = (code: string, name: string): boolean =>
  new RegExp(`(?<![.\\w$])${name.replaceAll(".", "\\s*\\.\\s*").replaceAll("$", "\\$")}(?![\\w$])`).test(code);

/** The functions, classes and values of the published packages that a notebook's cells name, in the order of the reference. */
export function usedIn(notebook: Notebook, documented: readonly Documented[]): Documented[] {
  const code = codeCells(notebook)
    .map(({ source }) => source)
    .join("\n");
  const imports = importsOf(code);
  const body = code.replace(/\bimport\s*\{[^}]*\}\s*from\s*"[^"]+";?/g, "");
  return documented.filter(
    ({ kind, from, name }) => kind !== "type" && imports.get(from)?.has(name.split(".")[0]!) && isName(body, name),
  );
}

/** Where to read on: the documentation and the source of each function that a notebook uses. */
export function renderUsed(used: readonly Documented[]): Html {
  if (used.length === 0) return html``;
  const items = used.map(
    (one) =>
      html`<li><a href="${referenceAddress(one)}"><code>${one.name}</code></a> <a class="origin" href="${sourceAddress(one)}">${one.source}</a></li>\n`,
  );
  return html`<section class="used" aria-labelledby="used"><details><summary id="used">What it uses of the library: ${used.length === 1 ? "1 name" : `${used.length} names`}</summary>
<ul>${items}</ul></details></section>\n`;
}
