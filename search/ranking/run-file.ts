import { writeFile } from "node:fs/promises";
import { ArgumentError } from "attention-lab";
import { linesOf, refuseLine } from "../collections/lines.ts";
import { expectMap } from "../validation/expect.ts";
import { compareHits, expectHits, type Hit } from "./hit.ts";

/**
 * Write what a search found as trec_eval reads it, a line for each hit: query, Q0, document, rank from 1, score, tag.
 *
 * @throws ArgumentError when an id or the tag is empty or has a space in it, which would end it.
 */
export async function writeRun(file: string, run: ReadonlyMap<string, readonly Hit[]>, tag: string): Promise<void> {
  expectMap("writeRun", "run", run);
  expectWord("tag", tag);
  const lines: string[] = [];
  for (const [query, hits] of run) {
    expectWord("a query of run", query);
    expectHits("writeRun", `run.get(${JSON.stringify(query)})`, hits);
    [...hits].sort(compareHits).forEach(({ id, score }, i) => {
      expectWord("a document of run", id);
      lines.push(`${query} Q0 ${id} ${i + 1} ${score} ${tag}\n`);
    });
  }
  await writeFile(file, lines.join(""));
}

/**
 * Read such a file. Ranks are passed over, as by trec_eval: scores say them.
 *
 * @throws CollectionError that names the line that is not as expected.
 */
export async function readRun(file: string): Promise<Map<string, Hit[]>> {
  const run = new Map<string, Hit[]>();
  const seen = new Set<string>();
  for await (const [line, number] of linesOf(file)) {
    const fields = line.trim().split(/[ \t]+/);
    const [query = "", , id = "", , score = ""] = fields;
    if (fields.length !== 6) refuseLine(file, number, "not query, Q0, document, rank, score and tag");
    if (!Number.isFinite(Number(score))) refuseLine(file, number, `score ${JSON.stringify(score)} is no finite number`);
    if (seen.has(`${query} ${id}`)) refuseLine(file, number, `document ${JSON.stringify(id)} again for this query`);
    seen.add(`${query} ${id}`);
    const hits = run.get(query) ?? [];
    hits.push({ id, score: Number(score) });
    run.set(query, hits);
  }
  return run;
}

function expectWord(argument: string, value: unknown): void {
  if (typeof value === "string" && /^\S+$/.test(value)) return;
  throw new ArgumentError("writeRun", argument, `value ${JSON.stringify(value)}`, "a text without spaces, not empty");
}
