import { existsSync } from "node:fs";
import { textOf } from "../collections/document.ts";
import type { SearchEngine } from "../engine/search-engine.ts";
import type { WeightedWords } from "../engine/search-engine-options.ts";
import type { Hit } from "../ranking/hit.ts";
import { attentionBars } from "./attention-bars.ts";
import type { Command, Result } from "./command.ts";
import { indexFile, keptIndex } from "./index-place.ts";
import { expectEngine } from "./kept-engine.ts";
import type { Progress } from "./progress.ts";
import { textGiven, wholeNumber } from "./read-arguments.ts";

/** Finds documents. */
export const query: Command = {
  positionals: ["<text>", "[folder]"],
  about: "find documents with the trained engine of a folder, by default of this one",
  options: {
    k: { type: "string", value: "n", about: "how many, 10 unless given" },
    explain: { type: "boolean", about: "show what attention looks at in the query and in each document" },
    from: { type: "string", value: "place", about: "where the vectors are kept, as index --to was told" },
  },
  async run(given, progress) {
    const [text, folder = "."] = given.positionals as [string, string?];
    const k = wholeNumber(given, "k", 10, 1);
    const from = textGiven(given, "from") ?? (existsSync(indexFile(folder)) ? indexFile(folder) : undefined);
    const kept = await expectEngine(folder);
    if (from === undefined) return answer(await kept.load(), text, k, given.values.explain === true, progress);
    const index = await keptIndex(from, kept);
    try {
      return await answer(await kept.load({ index, encoded: true }), text, k, given.values.explain === true, progress);
    } finally {
      await index.close();
    }
  },
};

async function answer(
  engine: SearchEngine,
  text: string,
  k: number,
  explain: boolean,
  progress: Progress,
): Promise<Result> {
  await engine.encode({ onBatch: ({ encoded, documents }) => progress.step("encoding", encoded, documents) });
  const hits = await engine.search(text, { k });
  const found = hits.map((hit) => ({ ...hit, ...titleOf(engine, hit) }));
  if (!explain) return { text: found.map(line).join(""), json: { query: text, hits: found } };
  const texts = hits.map(({ id }) => textOf(engine.documents.get(id)!));
  const { query, documents } = engine.forward(text, texts);
  const looked = found.map((hit, i) => ({ ...hit, attention: documents[i]! }));
  return {
    text: `${attentionOf(query)}${looked.map((hit, i) => line(hit, i) + attentionOf(hit.attention)).join("")}`,
    json: { query: text, attention: query, hits: looked },
  };
}

function titleOf(engine: SearchEngine, { id }: Hit): { title?: string } {
  const { title } = engine.documents.get(id)!;
  return title === undefined ? {} : { title };
}

const line = ({ id, title, score }: Hit & { title?: string }, i: number): string =>
  `${String(i + 1).padStart(3)}. ${score.toFixed(3)}  ${id}${title === undefined ? "" : `  ${title}`}\n`;

const attentionOf = (looked: WeightedWords): string => `     ${attentionBars(looked)}\n`;
