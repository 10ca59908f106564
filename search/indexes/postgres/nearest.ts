import type { Hit } from "../../ranking/hit.ts";
import type { Query } from "./database.ts";
import { quoted } from "./identifier.ts";
import { textOfVector } from "./rows.ts";
import type { Condition } from "./where.ts";

/**
 * What each session sets: searches of an approximate index go on until they have found enough, also where conditions
 * take much of it away.
 */
export const settings: Readonly<Record<string, string>> = {
  "hnsw.iterative_scan": "strict_order",
  "hnsw.max_scan_tuples": "2147483647",
  "ivfflat.iterative_scan": "relaxed_order",
};

/** The `limit` rows with the largest inner products, best first; a condition's parameters are numbered from 3. */
export async function nearest(
  query: Query,
  table: string,
  vector: Float32Array,
  limit: number,
  condition: Condition,
): Promise<Hit[]> {
  // pgvector's <#> is the inner product with its sign turned. An approximate index serves an order by it alone, and that of
  // lists is relaxed, so what is found, with all that equals the last, is sorted again.
  const rows = await query(
    `with nearest as materialized (
       select id, embedding <#> $1::vector as distance from ${quoted(table)}
       where ${condition.sql} order by distance fetch first ($2::bigint) rows with ties)
     select id, 0 - distance as score from nearest order by distance, id collate "C" desc limit $2::bigint`,
    [textOfVector(vector), limit, ...condition.parameters],
  );
  return rows.map(({ id, score }) => ({ id: id as string, score: Number(score) }));
}
