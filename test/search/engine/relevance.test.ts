import { describe, expect, test } from "vitest";
import { toArray } from "../../../lib/index.ts";
import { encoders, type Relevance, SearchEngine, textOf } from "../../../search/index.ts";
import { compareHits } from "../../../search/ranking/hit.ts";
import { documents, judgements, queries } from "./tiny-collection.ts";

const { crossAttention, innerProduct, lateInteraction, summed } = encoders;
const relevances: Record<string, Relevance> = {
  "lateInteraction()": lateInteraction(),
  "crossAttention()": crossAttention(),
  "summed({ innerProduct, crossAttention })": summed({ vectors: innerProduct(), crossing: crossAttention() }),
};

describe.each(Object.entries(relevances))("an engine with %s", (_, relevance) => {
  const engineOf = () =>
    new SearchEngine({
      ...{ documents, seed: 1, dimension: 16, dtype: "float64" },
      modules: { embeddings: { ngrams: encoders.ngramTable({ buckets: 512 }) }, relevance },
    });

  test("scores again what the index found: the best of all, as forward scores them", async () => {
    const engine = engineOf();
    for (const query of ["aaa 1111 7777", "3333", "5555 6666"]) {
      const scores = toArray(engine.forward(query, documents.map(textOf)).scores) as number[];
      const all = documents.map(({ id }, i) => ({ id, score: scores[i]! })).sort(compareHits);
      const found = await engine.search(query, { k: 3 });
      expect(found.map(({ id }) => id)).toEqual(all.slice(0, 3).map(({ id }) => id));
      found.forEach(({ score }, i) => {
        expect(score).toBeCloseTo(all[i]!.score, 12);
      });
      expect(await engine.search(query, { k: 0 })).toEqual([]);
      expect((await engine.search(query, { filter: (id) => id > "d2" })).map(({ id }) => id).sort()).toEqual([
        "d3",
        "d4",
      ]);
    }
  });

  test("learns what belongs together", async () => {
    const { history, bestEpoch } = await engineOf().train({ queries, judgements, epochs: 15, seed: 1 });
    expect(history[bestEpoch - 1]!.metrics.ndcg).toBe(1);
  });
});
