import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { readCollection } from "../collections/read-collection.ts";
import { SearchEngine } from "../engine/search-engine.ts";
import { writeRun } from "../ranking/run-file.ts";
import type { Command } from "./command.ts";
import { keptEngine } from "./kept-engine.ts";
import { knowledgeListed, knowledgeNames } from "./knowledge-named.ts";
import { type Quality, qualities } from "./quality.ts";
import { textGiven, wholeNumber } from "./read-arguments.ts";
import { rankings } from "./systems.ts";
import { UsageError } from "./usage-error.ts";

/** Measures how good search is on queries that training has not seen. */
export const evaluate: Command = {
  positionals: ["<folder>"],
  about: "measure BM25, an untrained engine, the trained one if it is there, and fusion on qrels/test.tsv",
  options: {
    run: { type: "string", value: "folder", about: "write what each found, as files that trec_eval reads" },
    knowledge: { type: "string", value: "names", about: `what the untrained engine knows: any of ${knowledgeNames}` },
    seed: { type: "string", value: "n", about: "of the untrained engine, intervals and tests, 1 unless given" },
  },
  async run(given, progress) {
    const folder = given.positionals[0]!;
    const seed = wholeNumber(given, "seed", 1, 0);
    const runs = textGiven(given, "run");
    const knowledge = knowledgeListed(textGiven(given, "knowledge"));
    const collection = await readCollection(folder);
    const judged = collection.judgements.test;
    if (judged === undefined) throw new UsageError(`${folder} has no qrels/test.tsv, by which to judge`);
    const untrained = new SearchEngine({ documents: collection.documents, seed, knowledge });
    const trained = await (await keptEngine(folder))?.load();
    const found = await rankings(collection, judged, { untrained, ...(trained && { trained }) }, progress);
    if (runs !== undefined) {
      await mkdir(runs, { recursive: true });
      for (const [system, ranking] of Object.entries(found))
        await writeRun(join(runs, `${system}.run`), ranking, system);
    }
    const measured = qualities(found, judged, seed);
    return { text: tableOf(measured, judged.size), json: { queries: judged.size, systems: measured } };
  },
};

type Measured = Readonly<Record<string, Readonly<Record<string, Quality>>>>;

function tableOf(measured: Measured, queries: number): string {
  const systems = Object.keys(measured);
  const wide = Math.max(...systems.map((system) => system.length));
  const blocks = Object.keys(measured.bm25!).map((metric) => {
    const rows = systems.map((system) => `  ${system.padEnd(wide)}  ${said(measured[system]![metric]!)}\n`);
    return `${metric}\n${rows.join("")}`;
  });
  return `${queries} queries: mean, 95 % interval, difference from bm25 and how probable it would be by chance\n${blocks.join("")}`;
}

function said({ mean, low, high, besideBm25 }: Quality): string {
  const interval = `${mean.toFixed(3)}  [${low.toFixed(3)}, ${high.toFixed(3)}]`;
  if (besideBm25 === undefined) return interval;
  const { difference, p } = besideBm25;
  return `${interval}  ${difference < 0 ? "−" : "+"}${Math.abs(difference).toFixed(3)}  p ${p < 0.001 ? "< 0.001" : p.toFixed(3)}`;
}
