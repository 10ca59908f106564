import { uninstallKernel, userKernelFolder } from "../lab/user-kernel.ts";
import { readArguments } from "./command.ts";

/** The command `npm run kernel:uninstall`: removes what `npm run kernel:install` registered. */
export async function main(argv: readonly string[]): Promise<number> {
  readArguments(argv, "npm run kernel:uninstall", []);
  const folder = userKernelFolder();
  console.log(uninstallKernel(folder) ? `removed: ${folder}` : `nothing to remove: there is no ${folder}`);
  return 0;
}
