import { ArgumentError } from "attention-lab";
import { describe, expectOptions } from "../../validation/expect.ts";
import { expectStorable } from "./storable-text.ts";

const ends = ["from", "to"];

/** What else is known of a document, by name. */
export type Metadata = Readonly<Record<string, string | number | boolean>>;

/** Throw unless `value` is metadata. */
export function expectMetadata(caller: string, argument: string, value: unknown): asserts value is Metadata {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new ArgumentError(caller, argument, describe(value), "an object");
  for (const [name, entry] of Object.entries(value)) {
    expectStorable(caller, `a name in ${argument}`, name);
    expectValue(caller, `${argument}.${name}`, entry);
  }
}

/** Throw unless `value` is one of the values that metadata can have. */
export function expectValue(caller: string, argument: string, value: unknown): void {
  if (typeof value === "string" ? value === "" : typeof value === "boolean" || Number.isFinite(value)) return;
  if (typeof value !== "string")
    throw new ArgumentError(caller, argument, describe(value), "a text, a finite number, true or false");
  expectStorable(caller, argument, value);
}

/** Throw unless `value` is a range of numbers. */
export function expectRange(caller: string, argument: string, value: object): void {
  expectOptions(caller, value, ends, argument);
  for (const [end, number] of Object.entries(value))
    if (!Number.isFinite(number))
      throw new ArgumentError(caller, `${argument}.${end}`, describe(number), "a finite number");
}
