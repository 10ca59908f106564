import { codeCells } from "../notebook/code-cells.ts";
import type { Notebook } from "../notebook/nbformat.ts";

/** All code cells of a notebook as one module, and the place each of its lines came from. */
export interface CellModule {
  readonly source: string;
  /** Cell and line of each line of the module, both counted from 1. */
  readonly places: readonly { readonly cell: number; readonly line: number }[];
}

// Ends the statement a cell ended without a semicolon, so that the next cell cannot continue it.
const separator = ";";

/** The module a notebook's code cells are. */
export function cellModule(notebook: Notebook): CellModule {
  const lines = codeCells(notebook).flatMap(({ source }, index) => {
    const texts = source.split("\n");
    const place = (line: number) => ({ cell: index + 1, line: Math.min(line + 1, texts.length) });
    return [...texts, separator].map((text, line) => ({ text, place: place(line) }));
  });
  return {
    source: ["export {};", ...lines.map(({ text }) => text)].join("\n"),
    places: [{ cell: 1, line: 1 }, ...lines.map(({ place }) => place)],
  };
}
