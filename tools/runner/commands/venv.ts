import { ensureJupyter } from "../lab/jupyter.ts";
import { SetupError } from "../lab/setup-error.ts";

/**
 * What runs before the tests: installs Jupyter, unless it is there. Where it cannot be installed the tests that need it
 * are skipped; not so on a build machine, where CI is set.
 */
export async function main(): Promise<number> {
  try {
    ensureJupyter();
    return 0;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`${error.message} Without it, the tests of JupyterLab are skipped.`);
    return process.env.CI ? 1 : 0;
  }
}
