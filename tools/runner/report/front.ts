import type { Notebook } from "../notebook/nbformat.ts";
import { type Html, html } from "./html.ts";
import { readFirstParagraph, readTitle, renderInline } from "./markdown.ts";

/** What a notebook begins with: its question, and its answer in one paragraph. */
export interface Front {
  readonly title: Html;
  /** The title without formulas and emphasis, for the window's title. */
  readonly text: string;
  readonly answer: Html | undefined;
  /** How long it takes to run and to read, where that is said. */
  readonly time: Html | undefined;
  /** The notebook without its title. */
  readonly rest: Notebook;
}

/** Reads the front of a notebook; one whose first cell has no title is called by its name. */
export function readFront(notebook: Notebook, name: string): Front {
  const [first, ...others] = notebook.cells;
  const titled = first?.cell_type === "markdown" ? readTitle(first.source) : undefined;
  if (first === undefined || titled === undefined)
    return { title: html`${name}`, text: name, answer: undefined, time: undefined, rest: notebook };
  const time = /^- \*\*Time\*\*: (.+)$/m.exec(titled.rest)?.[1];
  return {
    title: titled.label,
    text: titled.text,
    answer: readFirstParagraph(titled.rest),
    time: time === undefined ? undefined : renderInline(time),
    rest: { ...notebook, cells: [{ ...first, source: titled.rest }, ...others] },
  };
}
