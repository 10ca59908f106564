import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import path from "node:path";
import { projectRoot } from "../project/root.ts";

/** Gives `work` an empty folder inside the project, where compilers find its packages, and removes it afterwards. */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const cache = path.join(projectRoot, "node_modules", ".cache");
  mkdirSync(cache, { recursive: true });
  const folder = mkdtempSync(path.join(cache, "types-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
