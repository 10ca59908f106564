import type { Collection, Grades } from "../collections/read-collection.ts";
import type { SearchEngine } from "../engine/search-engine.ts";
import { bm25 } from "../ranking/bm25.ts";
import { fuse } from "../ranking/fuse.ts";
import type { Hit } from "../ranking/hit.ts";
import type { Progress } from "./progress.ts";

/** What each query finds. */
export type Ranking = Map<string, Hit[]>;

const depth = 1000;

/**
 * What the judged queries find: by their words, by an engine before and, if there is one, after training, and by words and
 * the last of these engines together.
 */
export async function rankings(
  { documents, queries }: Collection,
  judged: Grades,
  engines: Readonly<Record<string, SearchEngine>>,
  progress: Progress,
): Promise<Record<string, Ranking>> {
  const asked = queries.filter(({ id }) => judged.has(id));
  const words = bm25(documents);
  const found: Record<string, Ranking> = {
    bm25: new Map(asked.map(({ id, text }) => [id, words.search(text, depth)])),
  };
  for (const [name, engine] of Object.entries(engines)) {
    const ranking: Ranking = new Map();
    for (const { id, text } of asked) {
      ranking.set(id, await engine.search(text, { k: depth }));
      progress.step(name, ranking.size, asked.length);
    }
    found[name] = ranking;
  }
  const [byWords, last] = [found.bm25!, Object.values(found).at(-1)!];
  found.fusion = new Map(asked.map(({ id }) => [id, fuse([byWords.get(id)!, last.get(id)!]).slice(0, depth)]));
  return found;
}
