import { ArgumentError } from "attention-lab";
import { compareCodePoints } from "../text/code-points.ts";
import { expectArray, expectFinite, expectId, expectOptions } from "../validation/expect.ts";

/** A document that was found, and how well it fits. */
export interface Hit {
  readonly id: string;
  readonly score: number;
}

/**
 * The order of hits everywhere here: the higher score first, and of equal scores the id of higher code points, as
 * trec_eval ranks. So what a search lists and what a metric judges is one ranking.
 */
export const compareHits = (a: Hit, b: Hit): number => b.score - a.score || compareCodePoints(b.id, a.id);

/** Throw unless `hits` is an array of hits, each document once. */
export function expectHits(caller: string, argument: string, hits: unknown): asserts hits is readonly Hit[] {
  expectArray(caller, argument, hits);
  const ids = new Set<string>();
  hits.forEach((hit, i) => {
    expectOptions(caller, hit as object, ["id", "score"], `${argument}[${i}]`);
    const { id, score } = hit as Hit;
    expectId(caller, `${argument}[${i}].id`, id);
    expectFinite(caller, `${argument}[${i}].score`, score);
    if (ids.has(id))
      throw new ArgumentError(caller, `${argument}[${i}].id`, `${JSON.stringify(id)} again`, "each document once");
    ids.add(id);
  });
}
