import { createRequire } from "node:module";
import type * as TypeScript from "@tslab/typescript-for-tslab";

/** What tslab calls to show a value. */
export type WriteDisplay = (content: Readonly<Record<string, unknown>>, update: boolean) => void;

const require = createRequire(import.meta.url);

/** The TypeScript that tslab compiles cells with. */
export const compiler: typeof TypeScript = createRequire(require.resolve("tslab"))("@tslab/typescript-for-tslab");

/** The versions of tslab and of the TypeScript it compiles cells with. */
export const versions: { readonly tslab: string; readonly typescript: string } = {
  tslab: require("tslab/package.json").version,
  typescript: compiler.version,
};

/**
 * Has tslab not watch files: a package that was imported stays as it was anyway, and tslab throws when files change in
 * quick succession, which would be held against a cell.
 */
export function ignoreFileChanges(): void {
  const watch = (): TypeScript.FileWatcher => ({ close: () => {} });
  compiler.sys.watchFile = watch;
  compiler.sys.watchDirectory = watch;
}

/** Has `tslab.display`, and whatever looks for tslab's own writer, show values through `write`. */
export function redirectDisplay(write: WriteDisplay): void {
  const jupyter: { lastWriteDisplayData: WriteDisplay | null } = require("tslab/dist/jupyter.js");
  jupyter.lastWriteDisplayData = write;
}
