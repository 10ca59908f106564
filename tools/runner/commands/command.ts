import { parseArgs } from "node:util";
import { SetupError } from "../lab/setup-error.ts";
import { NotebookError } from "../notebook/notebook-error.ts";
import { fileProblem } from "./file-problem.ts";
import { UsageError } from "./usage-error.ts";

/** What a command was called with. */
export interface Arguments<Flag extends string> {
  readonly positionals: readonly string[];
  readonly flags: Readonly<Record<Flag, boolean>>;
}

/**
 * Reads a command line of words and flags.
 *
 * @throws UsageError for a flag that is not among `flags`.
 */
export function readArguments<Flag extends string>(
  argv: readonly string[],
  usage: string,
  flags: readonly Flag[],
): Arguments<Flag> {
  const options = Object.fromEntries(flags.map((flag) => [flag, { type: "boolean" as const, default: false }]));
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true, allowPositionals: true });
  const unknown = tokens.find((token) => token.kind === "option" && !flags.some((flag) => flag === token.name));
  if (unknown?.kind === "option") throw new UsageError(`unknown option ${unknown.rawName}; usage: ${usage}`);
  const given = (flag: Flag): boolean => tokens.some((token) => token.kind === "option" && token.name === flag);
  return {
    positionals: tokens.flatMap((token) => (token.kind === "positional" ? token.value : [])),
    flags: Object.fromEntries(flags.map((flag) => [flag, given(flag)])) as Record<Flag, boolean>,
  };
}

/**
 * Runs a command as this process: its exit code is what `command` resolves to, a person's mistake, or a file that
 * cannot be written, is one line on standard error and exit code 1, and an interrupt ends everything it started.
 */
export async function runCommand(command: (argv: readonly string[]) => Promise<number>): Promise<void> {
  process.once("SIGINT", () => process.exit(130));
  process.once("SIGTERM", () => process.exit(143));
  try {
    process.exitCode = await command(process.argv.slice(2));
  } catch (error) {
    const isMistake = error instanceof UsageError || error instanceof NotebookError || error instanceof SetupError;
    const line = isMistake ? error.message : fileProblem(error);
    if (line === undefined) throw error;
    console.error(line);
    process.exitCode = 1;
  }
}
