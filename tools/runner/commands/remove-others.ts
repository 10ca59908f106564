import { readdirSync, rmSync } from "node:fs";
import path from "node:path";

/** Removes the reports and executed copies of notebooks that are not among `names`: they tell of what is no more. */
export function removeOthers(reports: string, names: ReadonlySet<string>): void {
  for (const file of readdirSync(reports)) {
    const { name, ext } = path.parse(file);
    if ((ext === ".html" || ext === ".ipynb") && !names.has(name)) rmSync(path.join(reports, file));
  }
}
