import { existsSync } from "node:fs";
import path from "node:path";
import { displayFile, notebookFile } from "../notebook/folder.ts";
import { formatNotebook } from "../notebook/format.ts";
import { skeleton } from "../notebook/skeleton.ts";
import { writeFile } from "../notebook/write-file.ts";
import { readArguments } from "./command.ts";
import { UsageError } from "./usage-error.ts";

const usage = 'npm run new:notebook -- 02-name "Title as a question"';

/**
 * Writes the skeleton of a notebook and returns its file.
 *
 * @throws UsageError when the name is not like `02-name`, the title is empty, or the file is there already.
 */
export function newNotebook(folder: string, name: string, title: string): string {
  if (!/^\d\d-[a-z0-9]+(-[a-z0-9]+)*$/.test(name)) {
    throw new UsageError(
      `new:notebook: name is "${name}", expected two digits and words like 02-name; usage: ${usage}`,
    );
  }
  if (title.trim() === "") throw new UsageError(`new:notebook: title is missing; usage: ${usage}`);
  const file = notebookFile(folder, name);
  if (existsSync(file)) throw new UsageError(`new:notebook: ${displayFile(folder, name)} is there already`);
  writeFile(file, formatNotebook(skeleton(title.trim())));
  return file;
}

/** The command `npm run new:notebook -- 02-name "Title as a question"`. */
export async function main(argv: readonly string[]): Promise<number> {
  const [name = "", title = "", ...rest] = readArguments(argv, usage, []).positionals;
  if (rest.length > 0) throw new UsageError(`new:notebook: put the title in quotes; usage: ${usage}`);
  console.log(newNotebook(path.resolve("notebooks"), name, title));
  return 0;
}
