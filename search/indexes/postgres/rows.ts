import { fnv1a } from "../../text/fnv1a.ts";
import type { Query } from "./database.ts";
import { quoted } from "./identifier.ts";
import type { Metadata } from "./metadata.ts";

/** What a row of the table says of a document. */
export interface Row {
  readonly id: string;
  readonly embedding: Float32Array;
  readonly metadata: Metadata;
  /** Of what the vector was made from; null when only the vector was given. */
  readonly digest: string | null;
}

const shards = 256;
const shardOf = (id: string): number => fnv1a(id) % shards;

/** A vector as pgvector reads it. */
export const textOfVector = (numbers: Float32Array): string => `[${numbers.join()}]`;

/** Insert rows, and give the ids of those that were; with `replace`, rows that were there are replaced. */
export async function insertRows(
  query: Query,
  table: string,
  rows: readonly Row[],
  replace: boolean,
): Promise<string[]> {
  // Always in one order, so that two which write the same rows at once wait for each other, and not in a circle.
  const sorted = [...rows].sort((a, b) => (a.id < b.id ? -1 : 1));
  const conflict = replace
    ? "update set embedding = excluded.embedding, metadata = excluded.metadata, digest = excluded.digest"
    : "nothing";
  const inserted = await query(
    `insert into ${quoted(table)} (shard, id, embedding, metadata, digest)
     select shard, id, embedding::vector, metadata::jsonb, digest
     from unnest($1::int[], $2::text[], $3::text[], $4::text[], $5::text[]) as r (shard, id, embedding, metadata, digest)
     on conflict (shard, id) do ${conflict} returning id`,
    [
      sorted.map(({ id }) => shardOf(id)),
      sorted.map(({ id }) => id),
      sorted.map(({ embedding }) => textOfVector(embedding)),
      sorted.map(({ metadata }) => JSON.stringify(metadata)),
      sorted.map(({ digest }) => digest),
    ],
  );
  return inserted.map(({ id }) => id as string);
}

const named = "(shard, id) in (select * from unnest($1::int[], $2::text[]))";
const namesOf = (ids: readonly string[]): unknown[] => [ids.map(shardOf), ids];

/** Delete rows, and give the ids of those that were there. */
export async function deleteRows(query: Query, table: string, ids: readonly string[]): Promise<string[]> {
  const sorted = [...new Set(ids)].sort();
  const deleted = await query(`delete from ${quoted(table)} where ${named} returning id`, namesOf(sorted));
  return deleted.map(({ id }) => id as string);
}

/** The digests of those of the ids that are there. */
export async function digestsOf(query: Query, table: string, ids: readonly string[]): Promise<Map<string, unknown>> {
  const found = await query(`select id, digest from ${quoted(table)} where ${named}`, namesOf(ids));
  return new Map(found.map(({ id, digest }) => [id as string, digest]));
}
