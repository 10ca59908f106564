import { expectOptions } from "../../validation/expect.ts";
import { expectRange, expectValue } from "./metadata.ts";
import { expectStorable } from "./storable-text.ts";

type Value = string | number | boolean;

/**
 * Conditions on metadata, by name, all of which must hold: a value, some values of which one must be it, or a range of
 * numbers with its ends.
 */
export type Where = Readonly<
  Record<string, Value | readonly Value[] | { readonly from?: number; readonly to?: number }>
>;

/** A condition in SQL. */
export interface Condition {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/**
 * Conditions in SQL, on a column "metadata" of JSON; names and values are parameters, numbered from `first`.
 *
 * @throws ArgumentError when one is no condition.
 */
export function conditionOf(caller: string, where: Where, first: number): Condition {
  expectOptions(caller, where, Object.keys(where ?? {}), "where");
  const parameters: unknown[] = [];
  const parameter = (value: unknown): string => `$${first - 1 + parameters.push(value)}`;
  const terms = Object.entries(where).map(([name, wanted]) => {
    const argument = `where.${name}`;
    expectStorable(caller, "a name in where", name);
    if (Array.isArray(wanted)) {
      wanted.forEach((value, i) => {
        expectValue(caller, `${argument}[${i}]`, value);
      });
      return `${parameter(JSON.stringify(wanted))}::jsonb @> (metadata -> ${parameter(name)}::text)`;
    }
    if (typeof wanted !== "object" || wanted === null) {
      expectValue(caller, argument, wanted);
      return `metadata @> ${parameter(JSON.stringify({ [name]: wanted }))}::jsonb`;
    }
    expectRange(caller, argument, wanted);
    const field = `(metadata -> ${parameter(name)}::text)`;
    const { from, to } = wanted as { from?: number; to?: number };
    // Of JSON, numbers compare with numbers by value, and with all else by kind.
    const bounds = [`jsonb_typeof(${field}) = 'number'`];
    if (from !== undefined) bounds.push(`${field} >= ${parameter(JSON.stringify(from))}::jsonb`);
    if (to !== undefined) bounds.push(`${field} <= ${parameter(JSON.stringify(to))}::jsonb`);
    return bounds.join(" and ");
  });
  return { sql: terms.length === 0 ? "true" : terms.join(" and "), parameters };
}
