import { ArgumentError } from "attention-lab";
import { expectId } from "../../validation/expect.ts";

/** Throw unless `value` is a text, not empty, that PostgreSQL can keep as it is. */
export function expectStorable(caller: string, argument: string, value: unknown): asserts value is string {
  expectId(caller, argument, value);
  // Half a surrogate pair becomes another character in UTF-8.
  if (value.includes("\0") || Buffer.from(value).toString() !== value)
    throw new ArgumentError(caller, argument, `value ${JSON.stringify(value)}`, "a text of Unicode without NUL");
}
