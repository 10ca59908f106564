import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Notebook } from "./nbformat.ts";
import { NotebookError } from "./notebook-error.ts";
import { parseNotebook } from "./read.ts";

const extension = ".ipynb";

/** The file of a notebook. */
export function notebookFile(folder: string, name: string): string {
  return path.join(folder, name + extension);
}

/** The file as people are told: `notebooks/01-query.ipynb`. */
export function displayFile(folder: string, name: string): string {
  return `${path.basename(folder)}/${name}${extension}`;
}

/**
 * The names of the notebooks in a folder, sorted.
 *
 * @throws NotebookError when there are none.
 */
export function notebookNames(folder: string): string[] {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const names = files.filter((file) => file.endsWith(extension)).map((file) => file.slice(0, -extension.length));
  if (names.length === 0) throw new NotebookError(`${folder}: there are no notebooks here`);
  return names.sort();
}

/**
 * Those of `names` that begin with one of the filters; all when there is no filter. A filter may be a path.
 *
 * @throws NotebookError when a filter fits none.
 */
export function selectNames(names: readonly string[], filters: readonly string[]): string[] {
  const prefixes = filters.map((filter) => path.basename(filter, extension));
  const unknown = prefixes.find((prefix) => !names.some((name) => name.startsWith(prefix)));
  if (unknown !== undefined)
    throw new NotebookError(`no notebook begins with "${unknown}"; there are ${names.join(", ")}`);
  return names.filter((name) => prefixes.length === 0 || prefixes.some((prefix) => name.startsWith(prefix)));
}

/**
 * Reads a notebook of a folder.
 *
 * @throws NotebookError, one line for people, when it cannot be read or run.
 */
export function readNotebook(folder: string, name: string, kernels: readonly string[]): Notebook {
  return parseNotebook(readFileSync(notebookFile(folder, name), "utf8"), displayFile(folder, name), kernels);
}
