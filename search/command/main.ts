import { ArgumentError, TrainingError } from "attention-lab";
import { CollectionError } from "../collections/lines.ts";
import { DatabaseError } from "../indexes/postgres/database-error.ts";
import { MissingPackageError } from "../validation/missing-package.ts";
import type { Command } from "./command.ts";
import { evaluate } from "./evaluate.ts";
import { helpFor, helpOf } from "./help.ts";
import { index } from "./index-documents.ts";
import { type ProgressStream, progressOn } from "./progress.ts";
import { query } from "./query.ts";
import { readArguments } from "./read-arguments.ts";
import { train } from "./train.ts";
import { UsageError } from "./usage-error.ts";

const commands: Readonly<Record<string, Command>> = { train, index, query, evaluate };

const everywhere: Command["options"] = {
  json: { type: "boolean", about: "print the result as JSON" },
  help: { type: "boolean", about: "print this" },
};

/**
 * Run attention-search: results go to `stdout`, progress and what went wrong to `stderr`.
 *
 * @returns the exit code: 0 when all went well, 1 when something is wrong with what was to be read or done, 2 when the
 * command was called wrongly
 */
export async function main(args: readonly string[], stdout: ProgressStream, stderr: ProgressStream): Promise<number> {
  try {
    stdout.write(await answer(args, stderr));
    return 0;
  } catch (error) {
    if (!isExpected(error)) throw error;
    progressOn(stderr).line(`attention-search: ${error.message}`);
    return error instanceof UsageError ? 2 : 1;
  }
}

async function answer([name, ...args]: readonly string[], stderr: ProgressStream): Promise<string> {
  if (name === undefined || name === "--help") return helpOf(commands);
  if (!Object.hasOwn(commands, name))
    throw new UsageError(`there is no command ${JSON.stringify(name)}: attention-search --help`);
  const command = { ...commands[name]!, options: { ...commands[name]!.options, ...everywhere } };
  // Help is asked for where the rest is not known yet.
  if (args.includes("--help")) return helpFor(name, command);
  const given = readArguments(name, command, args);
  const { text, json } = await command.run(given, progressOn(stderr));
  return given.values.json === true ? `${JSON.stringify(json)}\n` : text;
}

/** What can go wrong without a fault of this program: its message says all that helps. */
function isExpected(error: unknown): error is Error {
  const ours = [UsageError, CollectionError, DatabaseError, ArgumentError, MissingPackageError, TrainingError];
  return ours.some((kind) => error instanceof kind) || (error instanceof Error && "syscall" in error);
}
