import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { random } from "../../../lib/index.ts";
import { type Hit, type Judgements, type Measured, metrics, type Run } from "../../../search/index.ts";
import { hasTestPython, testPython } from "../../../tools/runner/lab/test-python.ts";

// By their names in trec_eval. Of cut-offs, some lie beyond the end of rankings.
const ours: Record<string, (run: Run, judgements: Judgements) => Measured> = {
  ndcg: metrics.ndcg,
  map: metrics.meanAveragePrecision,
  recip_rank: metrics.meanReciprocalRank,
};
for (const k of [5, 10, 100]) {
  ours[`ndcg_cut_${k}`] = (run, judgements) => metrics.ndcg(run, judgements, { k });
  ours[`map_cut_${k}`] = (run, judgements) => metrics.meanAveragePrecision(run, judgements, { k });
  ours[`P_${k}`] = (run, judgements) => metrics.precision(run, judgements, { k });
  ours[`recall_${k}`] = (run, judgements) => metrics.recall(run, judgements, { k });
}

/** A run and judgements with ties, grades from −1 to 3, and documents that are not judged or not found. */
function drawn(seed: number): { run: Map<string, Hit[]>; judgements: Map<string, Map<string, number>> } {
  const { integer, permutation } = random(seed);
  const ids = Array.from({ length: 40 }, (_, i) => (i % 3 === 0 ? `d${i}` : i % 3 === 1 ? `é${i}` : `😀${i}`));
  const run = new Map<string, Hit[]>();
  const judgements = new Map<string, Map<string, number>>();
  for (let q = 0; q < 20; q++) {
    const some = (count: number): string[] =>
      permutation(ids.length)
        .slice(0, count)
        .map((i) => ids[i]!);
    // Halves and few: ties, and the same in trec_eval's single precision.
    run.set(
      `q${q}`,
      some(1 + integer(40)).map((id) => ({ id, score: integer(12) / 2 - 3 })),
    );
    judgements.set(
      `q${q}`,
      new Map([...some(1 + integer(30)).map((id) => [id, integer(5) - 1] as const), [ids[0]!, 1]]),
    );
  }
  return { run, judgements };
}

const plain = <T, U>(map: ReadonlyMap<string, T>, of: (value: T) => U): Record<string, U> =>
  Object.fromEntries([...map].map(([key, value]) => [key, of(value)]));

function trecEval(run: Run, judgements: Judgements): Record<string, Record<string, number>> {
  const input = JSON.stringify({
    run: plain(run, (hits) => Object.fromEntries(hits.map(({ id, score }) => [id, score]))),
    judgements: plain(judgements, (grades) => Object.fromEntries(grades)),
    measures: [
      "ndcg",
      "map",
      "recip_rank",
      ...["ndcg_cut", "map_cut", "P", "recall"].map((name) => `${name}.5,10,100`),
    ],
  });
  const script = fileURLToPath(new URL("trec_eval.py", import.meta.url));
  return JSON.parse(execFileSync(testPython, [script], { input, encoding: "utf8" }));
}

describe.skipIf(!hasTestPython() && !process.env.CI)("trec_eval itself agrees to 1e-9", () => {
  test.each([1, 2, 3, 4, 5])("on random runs with ties, seed %s", (seed) => {
    const { run, judgements } = drawn(seed);
    const theirs = trecEval(run, judgements);
    expect(Object.keys(theirs).length).toBe(20);
    for (const [name, metric] of Object.entries(ours)) {
      const { perQuery } = metric(run, judgements);
      expect(perQuery.size).toBe(20);
      for (const [query, value] of perQuery)
        expect(Math.abs(value - theirs[query]![name]!), `${name} of ${query}`).toBeLessThanOrEqual(1e-9);
    }
  });
});
