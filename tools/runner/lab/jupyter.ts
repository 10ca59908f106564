import path from "node:path";
import { projectRoot } from "../project/root.ts";
import { ensureVenv, isReady, venvPython } from "./venv.ts";

const venv: string = path.join(projectRoot, ".venv");
const requirements: string = path.join(projectRoot, "requirements.txt");
const runner: string = path.join(projectRoot, "tools", "runner");

/** The Python that has JupyterLab, nbconvert and `jupyter execute` once {@link ensureJupyter} has run. */
export const jupyterPython: string = venvPython(venv);

/** Whether Jupyter is there, as the project wants it. */
export function hasJupyter(): boolean {
  return isReady(venv, requirements);
}

/**
 * Installs Jupyter into the project's `.venv`, unless it is there.
 *
 * @throws SetupError, one line that says what to do.
 */
export function ensureJupyter(): void {
  ensureVenv(venv, requirements);
}

const before = (value: string, list: string | undefined): string =>
  [value, ...(list ? [list] : [])].join(path.delimiter);

/**
 * The environment in which Jupyter finds the project's kernel, runs it on this Node, and keeps what it writes (settings,
 * trust, running servers) in `folder`, the project's own unless told otherwise. What the user set for other Jupyters is
 * neither read nor changed.
 */
export function jupyterEnvironment(folder: string = path.join(projectRoot, ".jupyter")): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PATH: before(path.dirname(process.execPath), process.env.PATH),
    JUPYTER_PATH: before(path.join(runner, "kernelspec"), process.env.JUPYTER_PATH),
    JUPYTER_CONFIG_PATH: before(path.join(runner, "lab", "config"), process.env.JUPYTER_CONFIG_PATH),
    JUPYTER_CONFIG_DIR: path.join(folder, "config"),
    JUPYTER_DATA_DIR: path.join(folder, "data"),
    JUPYTER_RUNTIME_DIR: path.join(folder, "runtime"),
    IPYTHONDIR: path.join(folder, "ipython"),
  };
}
