import { codeCells } from "../notebook/code-cells.ts";
import type { Notebook, Output } from "../notebook/nbformat.ts";

/** What a checked value must be. */
export type Bound =
  | { readonly below: number }
  | { readonly above: number }
  | { readonly within: readonly [low: number, high: number] }
  | { readonly equals: number | string | boolean };

/** A check as a cell reports it; a value that JSON cannot hold is its name, `"NaN"`. */
export interface Check {
  readonly key: string;
  readonly statement: string;
  readonly value: number | string | boolean;
  readonly bound: Bound;
  readonly passed: boolean;
}

/** A check and the code cell that made it, counted from 1. */
export interface FoundCheck {
  readonly check: Check;
  readonly cell: number;
  readonly cellId: string;
}

/** The MIME type of checks. */
export const checkType = "application/vnd.attention-lab.check+json";

const keyForm = /^[A-Za-z]\w*\.[A-Za-z0-9][A-Za-z0-9-]*$/;

const isPair = (value: unknown): boolean =>
  Array.isArray(value) && value.length === 2 && value.every((limit) => typeof limit === "number");
const isScalar = (value: unknown): boolean => ["number", "string", "boolean"].includes(typeof value);

function isBound(bound: unknown): bound is Bound {
  if (typeof bound !== "object" || bound === null) return false;
  const [[kind, limit] = [], ...others] = Object.entries(bound);
  if (others.length > 0) return false;
  if (kind === "within") return isPair(limit);
  return kind === "equals" ? isScalar(limit) : (kind === "below" || kind === "above") && typeof limit === "number";
}

/** The check that an output reports, if it reports one. */
export function readCheck(output: Output): Check | undefined {
  if (output.output_type !== "display_data") return undefined;
  const { key, statement, value, bound, passed } = (output.data[checkType] ?? {}) as Partial<Check>;
  const wellFormed = typeof key === "string" && keyForm.test(key) && typeof statement === "string";
  if (!wellFormed || !isScalar(value) || !isBound(bound) || typeof passed !== "boolean") return undefined;
  return { key, statement, value: value!, bound, passed };
}

/** The checks of a notebook, in order. */
export function readChecks(notebook: Notebook): FoundCheck[] {
  return codeCells(notebook).flatMap(({ id, outputs }, index) =>
    outputs.flatMap((output) => {
      const check = readCheck(output);
      return check ? { check, cell: index + 1, cellId: id } : [];
    }),
  );
}
