import { type DType, tensor } from "attention-lab";
import ndarray from "ndarray";
import { isRelevant } from "../metrics/judgements.ts";
import type { Example } from "./examples.ts";
import type { RankedBatch } from "./train-options.ts";

/** What a loss is to know of a batch: document i is the one that query i is there with. */
export function rankedBatch(batch: readonly Example[], documents: readonly string[], dtype: DType): RankedBatch {
  const shape = [batch.length, documents.length];
  const grades = batch.flatMap((example) => documents.map((id) => example.grades.get(id) ?? 0));
  const mask = Uint8Array.from(grades, (grade, at) => {
    const [i, j] = [Math.floor(at / documents.length), at % documents.length];
    return Number(i === j || !isRelevant(grade));
  });
  return { relevance: tensor(Float64Array.from(grades), shape, dtype), mask: ndarray(mask, shape) };
}
