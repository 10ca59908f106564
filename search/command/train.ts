import { rm } from "node:fs/promises";
import { readCollection } from "../collections/read-collection.ts";
import { SearchEngine } from "../engine/search-engine.ts";
import type { Command } from "./command.ts";
import { indexFile } from "./index-place.ts";
import { engineFile } from "./kept-engine.ts";
import { knowledgeListed, knowledgeNames } from "./knowledge-named.ts";
import { textGiven, wholeNumber } from "./read-arguments.ts";
import { UsageError } from "./usage-error.ts";

/** Learns from judged queries which documents are wanted. */
export const train: Command = {
  positionals: ["<folder>"],
  about: "learn from qrels/train.tsv, choose by qrels/dev.tsv if it is there, and keep the engine in the folder",
  options: {
    epochs: { type: "string", value: "n", about: "how often each query is seen, 10 unless given" },
    dimension: { type: "string", value: "n", about: "how many numbers a vector has, 128 unless given" },
    knowledge: { type: "string", value: "names", about: `what is known of words before: any of ${knowledgeNames}` },
    seed: { type: "string", value: "n", about: "of all that is random, 1 unless given" },
  },
  async run(given, progress) {
    const folder = given.positionals[0]!;
    const [epochs, dimension] = [wholeNumber(given, "epochs", 10, 1), wholeNumber(given, "dimension", 128, 1)];
    const seed = wholeNumber(given, "seed", 1, 0);
    const knowledge = knowledgeListed(textGiven(given, "knowledge"));
    const { documents, queries, judgements } = await readCollection(folder);
    const { train, dev } = judgements;
    if (train === undefined) throw new UsageError(`${folder} has no qrels/train.tsv, from which to learn`);
    const engine = new SearchEngine({ documents, seed, dimension, knowledge });
    const { bestEpoch, history } = await engine.train({
      queries,
      judgements: { train, ...(dev && { dev }) },
      epochs,
      seed,
      onStep: ({ step, steps }) => progress.step("training", step, steps),
      onEpoch: ({ epoch, trainingLoss, metrics }) => {
        const quality = metrics.ndcg === undefined ? "" : `, nDCG@10 of dev ${metrics.ndcg.toFixed(4)}`;
        progress.line(`epoch ${epoch}/${epochs}: loss ${trainingLoss.toFixed(4)}${quality}`);
      },
    });
    // Its vectors would be those of another engine.
    await rm(indexFile(folder), { force: true });
    await engine.save(engineFile(folder));
    return {
      text: `Trained on ${train.size} queries; kept epoch ${bestEpoch} of ${history.length} in ${engineFile(folder)}\n`,
      json: { engine: engineFile(folder), queries: train.size, bestEpoch, history },
    };
  },
};
