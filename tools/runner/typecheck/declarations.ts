import { spawn } from "node:child_process";
import { copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { text } from "node:stream/consumers";
import { inTemporaryFolder } from "./temporary-folder.ts";

const require = createRequire(import.meta.url);

// The kernel's view of packages: it resolves as before `exports` existed.
const options = "--noEmit --strict --target es2022 --module esnext --moduleResolution node10 --lib es2022,dom".split(
  " ",
);

/**
 * Compiles a file that uses the packages with the TypeScript of the kernel, which is older than the one that wrote their
 * declarations, and turns silently into `any` what it cannot read.
 *
 * @returns what the compiler says, empty when all is well.
 */
export function checkDeclarations(consumer: string): Promise<string> {
  return inTemporaryFolder(async (folder) => {
    copyFileSync(consumer, path.join(folder, "consumer.ts"));
    const compiler = createRequire(require.resolve("tslab")).resolve("@tslab/typescript-for-tslab/bin/tsc");
    const child = spawn(process.execPath, [compiler, ...options, "--types", "node", "consumer.ts"], {
      cwd: folder,
      stdio: ["ignore", "pipe", "inherit"],
      windowsHide: true,
    });
    return (await text(child.stdout)).trim();
  });
}
