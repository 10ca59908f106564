import { ensureJupyter } from "../lab/jupyter.ts";
import { readArguments } from "./command.ts";

/** The command `npm run venv`: installs what JupyterLab and its tests need, unless it is there. */
export async function main(argv: readonly string[]): Promise<number> {
  readArguments(argv, "npm run venv", []);
  ensureJupyter();
  return 0;
}
