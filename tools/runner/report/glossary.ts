import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { NotebookError } from "../notebook/notebook-error.ts";

/** A term of the field in the languages of the source texts. */
export interface Term {
  readonly en: string;
  readonly "zh-Hans": string;
  readonly "zh-Hant": string;
  /** One line of Markdown, as in `$q$`. */
  readonly symbol?: string;
  /** One line of Markdown. */
  readonly meaning: string;
  /** Other words by which notebooks name it. */
  readonly forms?: readonly string[];
}

const languages = ["en", "zh-Hans", "zh-Hant"] as const;
const names = [...languages, "symbol", "meaning", "forms"];

const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";

function readTerm(place: string, value: unknown): Term {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new NotebookError(`${place} is ${JSON.stringify(value)}, expected an object`);
  const term = value as Record<string, unknown>;
  const unknown = Object.keys(term).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new NotebookError(`${place} has ${unknown}, expected only ${names.join(", ")}`);
  const needed = [...languages, "meaning", ...("symbol" in term ? ["symbol"] : [])];
  const lacking = needed.find((name) => !isText(term[name]));
  if (lacking !== undefined)
    throw new NotebookError(`${place}.${lacking} is ${JSON.stringify(term[lacking]) ?? "missing"}, expected a text`);
  const { forms = [] } = term;
  if (!Array.isArray(forms) || !forms.every(isText))
    throw new NotebookError(`${place}.forms is ${JSON.stringify(forms)}, expected an array of texts`);
  return value as Term;
}

/**
 * Reads a glossary: a JSON array of terms. Where there is no such file, there are no terms.
 *
 * @throws NotebookError, one line for people, when it is not such a list, or has a term twice
 */
export function readGlossary(file: string): readonly Term[] {
  if (!existsSync(file)) return [];
  const name = path.basename(file);
  let given: unknown;
  try {
    given = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new NotebookError(`${name}: ${(error as Error).message}`);
  }
  if (!Array.isArray(given)) throw new NotebookError(`${name}: is ${JSON.stringify(given)}, expected an array`);
  const terms = given.map((one, index) => readTerm(`${name}: [${index}]`, one));
  const twice = terms.findIndex(({ en }, index) => terms.findIndex((other) => other.en === en) !== index);
  if (twice >= 0) throw new NotebookError(`${name}: [${twice}].en is "${terms[twice]!.en}", which is there already`);
  return terms;
}
