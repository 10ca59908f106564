import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { text } from "node:stream/consumers";
import type { Notebook } from "../notebook/nbformat.ts";
import { projectRoot } from "../project/root.ts";
import { type CellModule, cellModule } from "./cell-module.ts";
import type { CellTypeError } from "./cell-type-error.ts";
import { inTemporaryFolder } from "./temporary-folder.ts";

// As strict as the library itself, with the names a kernel has: Node's, and not a browser's.
const compilerOptions = {
  strict: true,
  noEmit: true,
  target: "es2022",
  lib: ["es2022"],
  types: ["node"],
  module: "esnext",
  moduleResolution: "bundler",
  moduleDetection: "force",
  skipLibCheck: true,
};

const runCompiler = async (folder: string): Promise<string> => {
  const compiler = path.join(projectRoot, "node_modules", "typescript", "bin", "tsc");
  const child = spawn(process.execPath, [compiler, "-p", folder, "--pretty", "false"], {
    cwd: folder,
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
  });
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return output + errors;
};

/** One diagnostic: where, then a code, then a message whose further lines are indented. */
const diagnostic = /^(\d+)\.ts\((\d+),(\d+)\): error (TS\d+): (.*(?:\n\s+.*)*)$/gm;

const findErrors = (output: string, modules: readonly CellModule[]): CellTypeError[][] => {
  const errors: CellTypeError[][] = modules.map(() => []);
  const rest = output.replace(diagnostic, (_all, module, line, column, code, message: string) => {
    const { places } = modules[Number(module)]!;
    const place = places[line - 1] ?? places.at(-1)!;
    errors[Number(module)]!.push({ ...place, column: Number(column), code, message });
    return "";
  });
  if (rest.trim() !== "") throw new Error(`typecheck: the compiler failed:\n${rest.trim()}`);
  return errors;
};

/**
 * Checks the cells of all notebooks strictly, each notebook as one module with top-level await. Packages are those
 * installed in the project.
 *
 * @returns for each notebook the errors in its cells, in order.
 * @throws Error when the compiler itself fails.
 */
export async function typecheck(notebooks: readonly Notebook[]): Promise<CellTypeError[][]> {
  if (notebooks.length === 0) return [];
  const modules = notebooks.map(cellModule);
  const files = modules.map((_, index) => `${index}.ts`);
  return inTemporaryFolder(async (folder) => {
    for (const [index, { source }] of modules.entries()) writeFileSync(path.join(folder, files[index]!), source);
    writeFileSync(path.join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files }));
    return findErrors(await runCompiler(folder), modules);
  });
}
