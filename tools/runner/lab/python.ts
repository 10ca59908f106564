import { spawnSync } from "node:child_process";
import { SetupError } from "./setup-error.ts";

/** A Python that is installed: the command that starts it, and what can make environments with it. */
export interface Python {
  readonly command: readonly string[];
  /** Whether its modules venv and ensurepip are there, which Debian packs apart. */
  readonly hasVenv: boolean;
}

const commands: readonly (readonly string[])[] = [["python3"], ["python"], ["py", "-3"]];

const question =
  "import sys, importlib.util as u; print(sys.version_info >= (3, 10), all(map(u.find_spec, ['venv', 'ensurepip'])))";

/** What a command prints; undefined when it is not there or fails. */
export function printed(command: string, ...argv: string[]): string | undefined {
  const { status, stdout } = spawnSync(command, argv, { encoding: "utf8", windowsHide: true });
  return status === 0 ? stdout.trim() : undefined;
}

/**
 * A Python that can run JupyterLab, preferably one that can make environments.
 *
 * @throws SetupError when there is none.
 */
export function findPython(): Python {
  const found = commands.flatMap((command): Python[] => {
    const [start = "", ...argv] = command;
    const [isNew, hasVenv] = printed(start, ...argv, "-c", question)?.split(" ") ?? [];
    return isNew === "True" ? [{ command, hasVenv: hasVenv === "True" }] : [];
  });
  const python = found.find(({ hasVenv }) => hasVenv) ?? found[0];
  if (python !== undefined) return python;
  throw new SetupError(
    "Python 3.10 or newer was not found, and JupyterLab needs it: install it (https://www.python.org), and run the command again.",
  );
}
