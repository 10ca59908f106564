import { codeCells } from "../notebook/code-cells.ts";
import type { Notebook } from "../notebook/nbformat.ts";
import type { Documented } from "../reference/documented.ts";
import { type Html, html } from "./html.ts";
import { referenceAddress, sourceAddress } from "./reference-page.ts";

/** What each package that cells import from gives them: `attend`, `scores`. */
function importsOf(code: string): Map<string, ReadonlySet<string>> {
  const imports = [...code.matchAll(/\bimport\s*\{([^}]*)\}\s*from\s*"([^"]+)"/g)];
  return new Map(
    imports.map(([, names = "", from = ""]) => [
      from,
      new Set([...names.matchAll(/(?<!\btype )\b[\w$]+\b/g)].map(([name]) => name).filter((name) => name !== "type")),
    ]),
  );
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
