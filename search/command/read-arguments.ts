import { parseArgs } from "node:util";
import type { Arguments, Command } from "./command.ts";
import { UsageError } from "./usage-error.ts";

/** Read what a command was called with. */
export function readArguments(
  name: string,
  { options, positionals: expected }: Command,
  args: readonly string[],
): Arguments {
  const help = `attention-search ${name} --help`;
  const given = parsed(args, options, help);
  const least = expected.filter((one) => one.startsWith("<")).length;
  if (given.positionals.length < least)
    throw new UsageError(`${expected[given.positionals.length]} is missing: ${help}`);
  if (given.positionals.length > expected.length)
    throw new UsageError(`${JSON.stringify(given.positionals[expected.length])} is one too many: ${help}`);
  return given;
}

function parsed(args: readonly string[], options: Command["options"], help: string): Arguments {
  const types = Object.fromEntries(Object.entries(options).map(([name, { type }]) => [name, { type }]));
  try {
    return parseArgs({ args: [...args], options: types, allowPositionals: true }) as Arguments;
  } catch (error) {
    // Node says which option it is in its first sentence.
    throw new UsageError(`${(error as Error).message.split(". ")[0]}: ${help}`);
  }
}

/** The whole number that an option was given, or `standard`. */
export function wholeNumber({ values }: Arguments, option: string, standard: number, least: number): number {
  const value = values[option] ?? String(standard);
  if (typeof value === "string" && /^\d{1,15}$/.test(value) && Number(value) >= least) return Number(value);
  throw new UsageError(`--${option} is ${JSON.stringify(value)}, expected a whole number, at least ${least}`);
}

/** The text that an option was given. */
export function textGiven({ values }: Arguments, option: string): string | undefined {
  const value = values[option];
  if (value === "") throw new UsageError(`--${option} is empty`);
  return value as string | undefined;
}
