import { existsSync } from "node:fs";
import { join } from "node:path";
import { expectText } from "../validation/expect.ts";
import type { Document } from "./document.ts";
import { CollectionError, linesOf, refuseLine } from "./lines.ts";

/** A query; its text may be empty, and then finds nothing. */
export interface Query {
  readonly id: string;
  readonly text: string;
}

/** Grades by query, then document. */
export type Grades = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Documents, queries, and which of them belong together. */
export interface Collection {
  readonly documents: readonly Document[];
  readonly queries: readonly Query[];
  /** Judgements to train on, to choose by, and to report; those that there are. */
  readonly judgements: { readonly train?: Grades; readonly dev?: Grades; readonly test?: Grades };
}

/**
 * Read a collection in the layout of BEIR: corpus.jsonl with `_id`, `title` (optional) and `text`, queries.jsonl with
 * `_id` and `text`, and those of qrels/train.tsv, qrels/dev.tsv and qrels/test.tsv that there are: query, document and
 * grade between tabs, below a line of headings. Other keys are passed over. A judged document may be missing (it counts
 * as one that was not found), a judged query may not.
 *
 * Thakur, Reimers, Rücklé, Srivastava & Gurevych 2021, "BEIR: A Heterogeneous Benchmark for Zero-shot Evaluation".
 *
 * @throws CollectionError that names the file that is missing, or the file and line that is not as expected.
 */
export async function readCollection(folder: string): Promise<Collection> {
  expectText("readCollection", "folder", folder);
  const documents = await readObjects(join(folder, "corpus.jsonl"), documentOf);
  const queries = await readObjects(join(folder, "queries.jsonl"), ({ _id, text }) => ({ id: _id, text }));
  const known = new Set(queries.map(({ id }) => id));
  const judgements: { -readonly [split in keyof Collection["judgements"]]: Grades } = {};
  for (const split of ["train", "dev", "test"] as const) {
    const file = join(folder, "qrels", `${split}.tsv`);
    if (existsSync(file)) judgements[split] = await readJudgements(file, known);
  }
  return { documents, queries, judgements };
}

interface Entry {
  readonly _id: string;
  readonly title?: string;
  readonly text: string;
}

const documentOf = ({ _id, title, text }: Entry): Document =>
  title === undefined ? { id: _id, text } : { id: _id, title, text };

async function readObjects<T extends { readonly id: string }>(file: string, of: (entry: Entry) => T): Promise<T[]> {
  if (!existsSync(file))
    throw new CollectionError(`${file} is not there: a collection has corpus.jsonl and queries.jsonl`);
  const found = new Map<string, T>();
  for await (const [line, number] of linesOf(file)) {
    const entry = of(entryOf(file, number, line));
    if (found.has(entry.id)) refuseLine(file, number, `_id ${JSON.stringify(entry.id)} again`);
    found.set(entry.id, entry);
  }
  return [...found.values()];
}

function entryOf(file: string, number: number, line: string): Entry {
  let entry: Partial<Record<string, unknown>> | null = null;
  try {
    entry = JSON.parse(line);
  } catch {
    // Said below, as of other JSON that is no object.
  }
  if (typeof entry !== "object" || entry === null || Array.isArray(entry))
    return refuseLine(file, number, "no JSON object");
  const { _id, title, text } = entry;
  if (typeof _id !== "string" || _id === "") return refuseLine(file, number, "no _id that is a text, not empty");
  if (typeof text !== "string") return refuseLine(file, number, "no text");
  if (title !== undefined && typeof title !== "string") return refuseLine(file, number, "a title that is no text");
  return title === undefined ? { _id, text } : { _id, title, text };
}

async function readJudgements(file: string, queries: ReadonlySet<string>): Promise<Grades> {
  const judgements = new Map<string, Map<string, number>>();
  for await (const [line, number] of linesOf(file)) {
    const fields = line.split("\t");
    if (number === 1 && fields.join() === "query-id,corpus-id,score") continue;
    const [query = "", document = "", grade = ""] = fields;
    if (fields.length !== 3 || query === "" || document === "")
      refuseLine(file, number, "not query, document and grade between tabs");
    if (!/^-?\d{1,15}$/.test(grade)) refuseLine(file, number, `grade ${JSON.stringify(grade)} is no whole number`);
    if (!queries.has(query)) refuseLine(file, number, `query ${JSON.stringify(query)} is not in queries.jsonl`);
    const grades = judgements.get(query) ?? new Map<string, number>();
    if (grades.has(document)) refuseLine(file, number, `document ${JSON.stringify(document)} again for this query`);
    judgements.set(query, grades.set(document, Number(grade)));
  }
  return judgements;
}
