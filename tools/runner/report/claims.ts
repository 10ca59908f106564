import { readFileSync } from "node:fs";
import path from "node:path";
import { ClaimsError } from "./claims-error.ts";

/** What the notebooks found of a claim, as it may be stated. */
export const outcomes = ["verified", "corrected", "inconclusive at this scale", "cited, not computed"] as const;

/** One of {@link outcomes}. */
export type Outcome = (typeof outcomes)[number];

/** A text whose claims are examined. */
export interface Source {
  readonly title: string;
  /** Where it can be read, if it can. */
  readonly url?: string;
  /** Of the text, as in `zh-Hans`. */
  readonly language: string;
}

/** A statement of a source that can be computed, shown or proved; its texts may hold one line of Markdown. */
export interface Claim {
  readonly id: string;
  /** A key of `sources`. */
  readonly source: string;
  /** Our paraphrase. */
  readonly statement: string;
  /** File name without extension. */
  readonly notebook: string;
  /** The aspects that checks must show: the check of `sum` under B1 has the key `B1.sum`. */
  readonly keys: readonly string[];
  readonly outcome: Outcome;
  /** What was corrected, or why it is not computed. */
  readonly note?: string;
  readonly literature?: string;
}

/** The claims and the texts they are from. */
export interface Claims {
  readonly sources: Readonly<Record<string, Source>>;
  readonly claims: readonly Claim[];
}

type Fields = Readonly<Record<string, unknown>>;

const nameForm = /^[\w-]+$/;
const idForm = /^[A-Za-z][A-Za-z0-9]*$/;
const aspectForm = /^[A-Za-z0-9][A-Za-z0-9-]*$/;

function fail(place: string, value: unknown, expected: string): never {
  const found = value === undefined ? "missing" : JSON.stringify(value);
  throw new ClaimsError(`${place} is ${found}, expected ${expected}`);
}

function fields(place: string, value: unknown, allowed?: readonly string[]): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value)) fail(place, value, "an object");
  const unknown = Object.keys(value).find((name) => allowed && !allowed.includes(name));
  if (unknown !== undefined) throw new ClaimsError(`${place} has ${unknown}, expected only ${allowed?.join(", ")}`);
  return value as Fields;
}

function text(place: string, value: unknown, form = /\S/, expected = "a text"): string {
  if (typeof value !== "string" || !form.test(value)) fail(place, value, expected);
  return value;
}

function readSource(place: string, value: unknown): Source {
  const { title, url, language } = fields(place, value, ["title", "url", "language"]);
  return {
    title: text(`${place}.title`, title),
    ...(url === undefined
      ? {}
      : { url: text(`${place}.url`, url, /^https?:\/\//, "an address that begins with https://") }),
    language: text(`${place}.language`, language, /^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$/, "a language tag like en"),
  };
}

function readKeys(place: string, value: unknown, outcome: Outcome): readonly string[] {
  if (!Array.isArray(value)) fail(place, value, "an array");
  const keys = value.map((key, index) => text(`${place}[${index}]`, key, aspectForm, "letters, digits and hyphens"));
  const twice = keys.find((key, index) => keys.indexOf(key) !== index);
  if (twice !== undefined) throw new ClaimsError(`${place} has "${twice}" twice, expected it once`);
  if (keys.length === 0 && outcome !== "cited, not computed") fail(place, value, `at least one key for "${outcome}"`);
  return keys;
}

function readClaim(place: string, value: unknown, sources: Claims["sources"]): Claim {
  const allowed = ["id", "source", "statement", "notebook", "keys", "outcome", "note", "literature"];
  const given = fields(place, value, allowed);
  const source = text(`${place}.source`, given.source);
  if (!Object.hasOwn(sources, source)) fail(`${place}.source`, source, `one of ${Object.keys(sources).join(", ")}`);
  const outcome = outcomes.find((known) => known === given.outcome);
  if (outcome === undefined) fail(`${place}.outcome`, given.outcome, `one of ${outcomes.join("; ")}`);
  const { note, literature } = given;
  return {
    id: text(`${place}.id`, given.id, idForm, "letters and digits, like B1"),
    source,
    statement: text(`${place}.statement`, given.statement),
    notebook: text(`${place}.notebook`, given.notebook, nameForm, "a file name without .ipynb"),
    keys: readKeys(`${place}.keys`, given.keys, outcome),
    outcome,
    ...(note === undefined ? {} : { note: text(`${place}.note`, note) }),
    ...(literature === undefined ? {} : { literature: text(`${place}.literature`, literature) }),
  };
}

/**
 * Reads claims from the text of a claims file; `file` names it in messages.
 *
 * @throws ClaimsError, one line for people, when it is not JSON, something is missing or unknown, or an id is there twice
 */
export function parseClaims(content: string, file: string): Claims {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw new ClaimsError(`${file}: not JSON: ${(error as Error).message}`);
  }
  const { sources: givenSources, claims: givenClaims } = fields(file, value, ["sources", "claims"]);
  const sources = Object.fromEntries(
    Object.entries(fields(`${file}: sources`, givenSources)).map(([name, source]) => {
      return [name, readSource(`${file}: sources.${name}`, source)];
    }),
  );
  if (!Array.isArray(givenClaims)) fail(`${file}: claims`, givenClaims, "an array");
  const claims = givenClaims.map((claim, index) => readClaim(`${file}: claims[${index}]`, claim, sources));
  const twice = claims.findIndex(({ id }, index) => claims.findIndex((other) => other.id === id) !== index);
  if (twice >= 0) fail(`${file}: claims[${twice}].id`, claims[twice]!.id, "an id of its own");
  return { sources, claims };
}

/**
 * Reads a claims file.
 *
 * @throws ClaimsError as {@link parseClaims}, and when there is no such file
 */
export function readClaims(file: string): Claims {
  let content: string;
  try {
    content = readFileSync(file, "utf8");
  } catch {
    throw new ClaimsError(`${path.basename(file)}: cannot be read, expected the list of claims at ${file}`);
  }
  return parseClaims(content, path.basename(file));
}
