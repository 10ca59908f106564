import { spawn } from "node:child_process";
import { ensureJupyter, jupyterEnvironment, jupyterPython } from "../lab/jupyter.ts";
import { projectRoot } from "../project/root.ts";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * The command `npm run lab -- [options of jupyter lab]`: JupyterLab on the project's kernel. It serves the whole
 * repository, for plots come alive with the Plotly that is installed in it.
 */
export async function main(argv: readonly string[]): Promise<number> {
  ensureJupyter();
  const child = spawn(jupyterPython, ["-m", "jupyterlab", `--ServerApp.root_dir=${projectRoot}`, ...argv], {
    cwd: projectRoot,
    env: jupyterEnvironment(),
    stdio: "inherit",
  });
  for (const signal of signals) {
    process.removeAllListeners(signal);
    // JupyterLab ends its kernels, and then itself. A terminal's Ctrl-C has reached it already.
    process.on(signal, () => (signal === "SIGINT" && process.stdin.isTTY) || child.kill("SIGTERM"));
  }
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}
