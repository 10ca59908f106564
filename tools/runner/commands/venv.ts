import { ensureJupyter } from "../lab/jupyter.ts";
import { SetupError } from "../lab/setup-error.ts";
import { ensureTestPython } from "../lab/test-python.ts";

/**
 * What runs before the tests: installs Jupyter and what metrics are compared with, unless they are there. Where they cannot be
 * installed the tests that need them are skipped; not so on a build machine, where CI is set.
 */
export async function main(): Promise<number> {
  try {
    ensureJupyter();
    ensureTestPython();
    return 0;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    console.error(`${error.message} Without it, the tests that need it are skipped.`);
    return process.env.CI ? 1 : 0;
  }
}
