import { ArgumentError } from "attention-lab";
import { expectStorable } from "./storable-text.ts";

// PostgreSQL cuts names off after 63 bytes; what is left is for the names of indexes.
const mostBytes = 48;

/**
 * Throw unless `name` can be that of a table.
 *
 * Any text can, between quotes: also one that looks like SQL.
 */
export function expectTableName(caller: string, argument: string, name: unknown): asserts name is string {
  expectStorable(caller, argument, name);
  if (Buffer.byteLength(name) > mostBytes)
    throw new ArgumentError(caller, argument, `${Buffer.byteLength(name)} bytes`, `at most ${mostBytes} in UTF-8`);
}

/** A name in quotes: whatever it holds, to SQL it is nothing but a name. */
export const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
