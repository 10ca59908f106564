import { spawn } from "node:child_process";
import path from "node:path";
import { kernelNames } from "../client/kernelspec.ts";
import { displayFile, notebookNames, readNotebook } from "../notebook/folder.ts";
import { projectRoot } from "../project/root.ts";
import { checkDeclarations } from "../typecheck/declarations.ts";
import { typecheck } from "../typecheck/typecheck.ts";
import { readArguments } from "./command.ts";

/** One thing that is checked: resolves to whether it holds, having said why not. */
interface Step {
  readonly title: string;
  readonly holds: () => Promise<boolean>;
}

const node = (...argv: string[]): Promise<boolean> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, argv, { cwd: projectRoot, stdio: "inherit", windowsHide: true });
    child.once("error", reject);
    child.once("close", (code) => resolve(code === 0));
  });

const cells = async (): Promise<boolean> => {
  const folder = path.join(projectRoot, "notebooks");
  const names = notebookNames(folder);
  const errors = await typecheck(names.map((name) => readNotebook(folder, name, kernelNames())));
  const lines = errors.flatMap((found, index) =>
    found.map(
      ({ cell, line, code, message }) =>
        `${displayFile(folder, names[index]!)}: cell ${cell}, line ${line}: ${code}: ${message}`,
    ),
  );
  if (lines.length > 0) console.error(lines.join("\n"));
  return lines.length === 0;
};

const declarations = async (): Promise<boolean> => {
  const problems = await checkDeclarations(path.join(projectRoot, "test", "types", "consumer.ts"));
  if (problems !== "") console.error(problems);
  return problems === "";
};

const biome = ["node_modules", "@biomejs", "biome", "bin", "biome"].join("/");
const tsc = ["node_modules", "typescript", "bin", "tsc"].join("/");

const steps: readonly Step[] = [
  { title: "style", holds: () => node(biome, "check") },
  { title: "types of the sources", holds: () => node(tsc, "-b") },
  { title: "types of the tests", holds: () => node(tsc, "-p", "test") },
  { title: "declarations as the kernel's TypeScript reads them", holds: declarations },
  { title: "types of the notebooks' cells", holds: cells },
];

/** The command `npm run check`: everything that can be known without running anything. */
export async function main(argv: readonly string[]): Promise<number> {
  readArguments(argv, "npm run check", []);
  let failed = 0;
  for (const { title, holds } of steps) {
    const good = await holds();
    console.log(`${good ? "✓" : "✗"} ${title}`);
    if (!good) failed++;
  }
  return failed === 0 ? 0 : 1;
}
