import { readFileSync } from "node:fs";
import path from "node:path";
import { codeCells, mapCodeCells } from "../notebook/code-cells.ts";
import type { CodeCell, Notebook } from "../notebook/nbformat.ts";
import { writeFile } from "../notebook/write-file.ts";
import { digest } from "./digest.ts";

/** What running a notebook gave, kept under the digest of all that it depends on. */
interface Entry {
  readonly key: string;
  readonly cells: readonly Pick<CodeCell, "execution_count" | "outputs">[];
}

/** Executed notebooks, one file each. */
export interface Cache {
  /** The notebook with the outputs of its last run, or undefined when it has to be run. */
  load(name: string, notebook: Notebook): Notebook | undefined;
  /** Keeps the outputs of a notebook that passed. */
  store(name: string, executed: Notebook): void;
}

/**
 * Opens the cache in a folder.
 *
 * @param environment digest of everything but the cells that the outputs depend on. Markdown is no part of it: new text
 * appears around the old outputs.
 */
export function openCache(folder: string, environment: string): Cache {
  const fileOf = (name: string): string => path.join(folder, `${name}.json`);
  const keyOf = (notebook: Notebook): string => digest([environment, codeCells(notebook).map(({ source }) => source)]);
  const read = (name: string): Entry | undefined => {
    try {
      return JSON.parse(readFileSync(fileOf(name), "utf8"));
    } catch {
      return undefined;
    }
  };
  return {
    load: (name, notebook) => {
      const entry = read(name);
      if (entry?.key !== keyOf(notebook)) return undefined;
      return mapCodeCells(notebook, (cell, index) => ({ ...cell, ...entry.cells[index] }));
    },
    store: (name, executed) => {
      const cells = codeCells(executed).map(({ execution_count, outputs }) => ({ execution_count, outputs }));
      writeFile(fileOf(name), JSON.stringify({ key: keyOf(executed), cells } satisfies Entry));
    },
  };
}
