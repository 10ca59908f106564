import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { findPython, printed } from "./python.ts";
import { SetupError } from "./setup-error.ts";

/** What an environment was made from, kept in it. */
interface Stamp {
  /** Digest of the list of packages; empty until all are installed. */
  readonly requirements: string;
  readonly python: string;
}

const stampFile = "attention-lab.json";

/** The Python of the environment in `folder`. */
export function venvPython(folder: string): string {
  return process.platform === "win32" ? path.join(folder, "Scripts", "python.exe") : path.join(folder, "bin", "python");
}

const readStamp = (folder: string): Stamp | undefined => {
  const file = path.join(folder, stampFile);
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
};

const writeStamp = (folder: string, stamp: Stamp): void =>
  writeFileSync(path.join(folder, stampFile), `${JSON.stringify(stamp)}\n`);

// A line ending is no other requirement: Git may change it.
const digestOf = (file: string): string =>
  createHash("sha256").update(readFileSync(file, "utf8").replaceAll("\r\n", "\n")).digest("hex");

const pythonVersion = (folder: string): string =>
  printed(venvPython(folder), "-c", "import platform; print(platform.python_version())") ?? "";

/** Whether the environment in `folder` has just what the list in `requirements` says, on the Python it was made with. */
export function isReady(folder: string, requirements: string): boolean {
  const stamp = readStamp(folder);
  return stamp?.requirements === digestOf(requirements) && stamp.python === pythonVersion(folder);
}

const runs = (command: string, ...argv: string[]): boolean =>
  spawnSync(command, argv, { stdio: "inherit", windowsHide: true }).status === 0;

const notInstalled = (contents: string): string =>
  `${contents} could not be installed: the reason is above. This needs the network once.`;

/** Makes an environment and installs a list of packages into it. */
type Install = (folder: string, requirements: string, contents: string) => void;

const withUv: Install = (folder, requirements, contents) => {
  if (!runs("uv", "venv", "--quiet", "--allow-existing", "--no-python-downloads", "--python", ">=3.10", folder)) {
    throw new SetupError(`uv could make no environment for ${contents}, which needs Python 3.10: the reason is above.`);
  }
  if (!runs("uv", "pip", "install", "--quiet", "--python", venvPython(folder), "-r", requirements))
    throw new SetupError(notInstalled(contents));
};

const withPython =
  ([start = "", ...argv]: readonly string[]): Install =>
  (folder, requirements, contents) => {
    const pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-input"];
    if (!runs(start, ...argv, "-m", "venv", folder) || !runs(venvPython(folder), ...pip, "-r", requirements))
      throw new SetupError(notInstalled(contents));
  };

/**
 * Makes the environment in `folder` that has what the list in `requirements` says, with uv if it is there, else with
 * Python's own module venv. One that is ready is left as it is.
 *
 * @param contents what messages call it
 * @throws SetupError when there is no Python or no network, or `folder` holds what this did not make.
 */
export function ensureVenv(folder: string, requirements: string, contents = "JupyterLab"): void {
  if (isReady(folder, requirements)) return;
  if (existsSync(folder) && readStamp(folder) === undefined) {
    throw new SetupError(
      `${folder} was not made by this project, and it is in the way: move it, and run the command again.`,
    );
  }
  const install = printed("uv", "--version") === undefined ? withPython(findPython()) : withUv;
  console.log(`Installing ${contents} into ${folder} …`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // From the first moment on it is known whose this is, should it be left half done.
  writeStamp(folder, { requirements: "", python: "" });
  // JupyterLab runs a script of its own that takes the module format of the nearest package.
  writeFileSync(path.join(folder, "package.json"), '{ "private": true, "type": "commonjs" }\n');
  install(folder, requirements, contents);
  writeStamp(folder, { requirements: digestOf(requirements), python: pythonVersion(folder) });
}
