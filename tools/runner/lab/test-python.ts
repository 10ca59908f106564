import path from "node:path";
import { projectRoot } from "../project/root.ts";
import { ensureVenv, isReady, venvPython } from "./venv.ts";

const venv: string = path.join(projectRoot, "test", ".venv");
const requirements: string = path.join(projectRoot, "test", "requirements.txt");

/** The Python that has what the tests compare with, once {@link ensureTestPython} has run. */
export const testPython: string = venvPython(venv);

/** Whether it is there, as the project wants it. */
export function hasTestPython(): boolean {
  return isReady(venv, requirements);
}

/**
 * Installs what the tests compare with into `test/.venv`, unless it is there.
 *
 * @throws SetupError, one line that says what to do.
 */
export function ensureTestPython(): void {
  ensureVenv(venv, requirements, "pytrec_eval and PostgreSQL");
}
