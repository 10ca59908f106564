import { spawnSync } from "node:child_process";
import { SetupError } from "./setup-error.ts";

const commands: readonly (readonly string[])[] = [["python3"], ["python"], ["py", "-3"]];

const question =
  "import sys, importlib.util as u; print(sys.version_info >= (3, 10), all(map(u.find_spec, ['venv', 'ensurepip'])))";

const noPython =
  "Python 3.10 or newer was not found, and JupyterLab needs it: install it (https://www.python.org), and run the command again.";
const noVenv =
  "Python's module venv was not found, and JupyterLab needs it: install it (on Debian and Ubuntu the package python3-venv), and run the command again.";

/** What a command prints; undefined when it is not there or fails. */
export function printed(command: string, ...argv: string[]): string | undefined {
  const { status, stdout } = spawnSync(command, argv, { encoding: "utf8", windowsHide: true });
  return status === 0 ? stdout.trim() : undefined;
}

/**
 * The command of a Python that can run JupyterLab and make environments.
 *
 * @throws SetupError when there is none.
 */
export function findPython(): readonly string[] {
  const answers = commands.map(([start = "", ...argv]) => printed(start, ...argv, "-c", question));
  const found = commands[answers.indexOf("True True")];
  if (found !== undefined) return found;
  throw new SetupError(answers.includes("True False") ? noVenv : noPython);
}
