import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const findRoot = (folder: string): string =>
  existsSync(path.join(folder, "package-lock.json")) ? folder : findRoot(path.dirname(folder));

/** The project's root folder, found from this file, which is built into another folder than its source. */
export const projectRoot: string = findRoot(path.dirname(fileURLToPath(import.meta.url)));
