import { createRequire } from "node:module";
import { dirname } from "node:path";
import { MissingPackageError } from "../validation/missing-package.ts";

/** The folder of an installed package whose files are read. */
export function packageFolder(caller: string, name: string): string {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  } catch {
    throw new MissingPackageError(caller, name);
  }
}
