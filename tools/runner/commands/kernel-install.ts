import { installKernel, userKernelFolder } from "../lab/user-kernel.ts";
import { readArguments } from "./command.ts";

/** The command `npm run kernel:install`: registers the kernel for every Jupyter of this user, and for VS Code. */
export async function main(argv: readonly string[]): Promise<number> {
  readArguments(argv, "npm run kernel:install", []);
  const folder = userKernelFolder();
  installKernel(folder);
  console.log(`installed: ${folder}`);
  return 0;
}
