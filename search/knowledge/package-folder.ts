import { createRequire } from "node:module";
import { dirname } from "node:path";

/** A package that holds knowledge is not installed. */
export class MissingPackageError extends Error {
  override name = "MissingPackageError";
}

/** The folder of an installed package whose files are read. */
export function packageFolder(caller: string, name: string): string {
  try {
    return dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
  } catch {
    throw new MissingPackageError(`${caller} needs the package ${name}, which is not installed: npm install ${name}`);
  }
}
