import { copyFileSync, existsSync, readFileSync, rmSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { kernelLogos, readKernelSpec } from "../client/kernelspec.ts";
import { writeFile } from "../notebook/write-file.ts";
import { SetupError } from "./setup-error.ts";

const kernel = "tslab";

/** What in a kernel's specification tells that this project installed it. */
const mark = { "attention-lab": { installedBy: "npm run kernel:install" } };

/** The folder where Jupyter looks for what a user installs, on each platform. */
export function userDataFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform, home: string): string {
  if (env.JUPYTER_DATA_DIR) return env.JUPYTER_DATA_DIR;
  if (platform === "darwin") return path.join(home, "Library", "Jupyter");
  if (platform === "win32") return path.join(env.APPDATA ?? path.join(home, "AppData", "Roaming"), "jupyter");
  return path.join(env.XDG_DATA_HOME || path.join(home, ".local", "share"), "jupyter");
}

/** The folder of the kernel among those of this user. */
export function userKernelFolder(): string {
  return path.join(userDataFolder(process.env, process.platform, homedir()), "kernels", kernel);
}

const isOurs = (folder: string): boolean => {
  const file = path.join(folder, "kernel.json");
  return existsSync(file) && "attention-lab" in (JSON.parse(readFileSync(file, "utf8")).metadata ?? {});
};

const foreign = (folder: string): SetupError =>
  new SetupError(`${folder} was not installed by this project, and is left alone: move it if you do not need it.`);

/**
 * Installs this project's kernel into `folder`, with absolute paths: it goes on to run on this Node, from this clone.
 *
 * @throws SetupError when a kernel that is not ours is there.
 */
export function installKernel(folder: string): void {
  if (existsSync(folder) && !isOurs(folder)) throw foreign(folder);
  const spec = { ...readKernelSpec(kernel), metadata: mark };
  writeFile(path.join(folder, "kernel.json"), `${JSON.stringify(spec, null, 2)}\n`);
  for (const file of kernelLogos(kernel)) copyFileSync(file, path.join(folder, path.basename(file)));
}

/**
 * Removes what {@link installKernel} put into `folder`. Returns whether there was anything.
 *
 * @throws SetupError when the kernel there is not ours.
 */
export function uninstallKernel(folder: string): boolean {
  if (!existsSync(folder)) return false;
  if (!isOurs(folder)) throw foreign(folder);
  rmSync(folder, { recursive: true });
  return true;
}
