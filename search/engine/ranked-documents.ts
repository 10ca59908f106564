import { ops, type Tensor } from "attention-lab";
import type { DualEncoder, DualEncoderParams } from "../encoders/dual-encoder.ts";
import { compareHits, type Hit } from "../ranking/hit.ts";
import { topK } from "../ranking/top-k.ts";

/** A document as an encoder reads it. */
export interface Readable {
  readonly id: string;
  readonly words: readonly string[];
}

// Texts that are encoded at once. So many documents are scored again where the score is more than an inner product.
const batchSize = 256;
export const candidates = 100;

/** Documents in batches of texts of about one length, which waste no padding. One without words cannot be found. */
export function batchesOf(documents: readonly Readable[], size: number = batchSize): Readable[][] {
  const ordered = documents.filter(({ words }) => words.length > 0).sort((a, b) => a.words.length - b.words.length);
  return Array.from({ length: Math.ceil(ordered.length / size) }, (_, i) => ordered.slice(i * size, (i + 1) * size));
}

/** The best `k` documents for each query, with these parameters: what a search finds once all are encoded. */
export function rankedDocuments(
  dual: DualEncoder,
  params: DualEncoderParams,
  documents: readonly Readable[],
  queries: readonly (readonly string[])[],
  k: number,
): Hit[][] {
  const known = new Map(documents.map((document) => [document.id, document]));
  const batches = batchesOf(documents).map((batch) => ({
    ids: batch.map(({ id }) => id),
    columns: ops.transpose(
      dual.encodeDocuments(
        params,
        batch.map(({ words }) => words),
      ).vector as Tensor,
    ), // [d, batch]
  }));
  const { ofVectors } = dual.modules.relevance;
  const wanted = ofVectors ? k : Math.max(k, candidates);
  return Array.from({ length: Math.ceil(queries.length / batchSize) }, (_, i) =>
    queries.slice(i * batchSize, (i + 1) * batchSize),
  ).flatMap((texts) => {
    const best = texts.map(() => topK(wanted));
    const vectors = dual.encodeQueries(params, texts).vector as Tensor;
    for (const { ids, columns } of batches) {
      const { data } = ops.matmul(vectors, columns); // [queries, batch]
      best.forEach((top, row) => {
        ids.forEach((id, column) => {
          const score = data[row * ids.length + column]!;
          if (top.welcomes(score)) top.offer({ id, score });
        });
      });
    }
    return best.map((top, row) =>
      ofVectors
        ? top.hits()
        : rescored(
            dual,
            params,
            texts[row]!,
            top.hits().map(({ id }) => known.get(id)!),
            k,
          ),
    );
  });
}

/** The best `k` of candidates by the whole score, which may look at every word. */
export function rescored(
  dual: DualEncoder,
  params: DualEncoderParams,
  query: readonly string[],
  found: readonly Readable[],
  k: number,
): Hit[] {
  if (found.length === 0) return [];
  const { scores } = dual.forward(
    params,
    [query],
    found.map(({ words }) => words),
  );
  return found
    .map(({ id }, i) => ({ id, score: (scores as Tensor).get(0, i) }))
    .sort(compareHits)
    .slice(0, k);
}
