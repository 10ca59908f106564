import type { DualEncoderParams } from "../encoders/dual-encoder.ts";
import { isRelevant } from "../metrics/judgements.ts";
import type { Hit } from "../ranking/hit.ts";
import type { Example } from "./examples.ts";
import type { HardNegatives } from "./train-options.ts";

/** Hard negatives of the queries to learn from. */
export interface Negatives {
  /** Look up those that are due after an epoch. */
  mine(epoch: number, params: DualEncoderParams): void;
  /** As many as a step wants for a query, drawn at random from those that were found. */
  draw(example: Example, integer: (below: number) => number): string[];
}

/** The best hits of the engine with these parameters, for each query. */
export type OwnRanking = (params: DualEncoderParams, queries: readonly (readonly string[])[], k: number) => Hit[][];

/** No hard negatives. */
export const noNegatives: Negatives = { mine: () => undefined, draw: () => [] };

/**
 * Hard negatives, of a search by words and of the engine itself.
 *
 * Karpukhin et al. 2020, "Dense Passage Retrieval", §3.2 (of BM25); Xiong et al. 2021, "Approximate Nearest Neighbor Negative
 * Contrastive Learning for Dense Text Retrieval", §4 (of the model itself, looked up again as it learns).
 */
export function hardNegatives(
  { perQuery, depth = 20, search, every }: HardNegatives,
  examples: readonly Example[],
  isThere: (document: string) => boolean,
  rankedByEngine: OwnRanking,
): Negatives {
  const wrongOnes = (hits: readonly Hit[], { grades }: Example): string[] =>
    hits.map(({ id }) => id).filter((id) => isThere(id) && !isRelevant(grades.get(id) ?? 0));
  const byWords = new Map(
    examples.map((example) => [example, wrongOnes(search?.(example.text, depth) ?? [], example)]),
  );
  let found: ReadonlyMap<Example, readonly string[]> = byWords;
  return {
    mine(epoch, params) {
      if (every === undefined || epoch % every !== 0) return;
      const own = rankedByEngine(
        params,
        examples.map(({ words }) => words),
        depth,
      );
      found = new Map(
        examples.map((example, i) => [
          example,
          [...new Set([...byWords.get(example)!, ...wrongOnes(own[i]!, example)])],
        ]),
      );
    },
    draw(example, integer) {
      const hard = found.get(example)!;
      return hard.length === 0 ? [] : Array.from({ length: perQuery }, () => hard[integer(hard.length)]!);
    },
  };
}
