import { ArgumentError } from "attention-lab";
import type { Database, Query } from "./database.ts";
import { DatabaseError } from "./database-error.ts";
import { quoted } from "./identifier.ts";
import type { Method } from "./method.ts";

// Raised with every change of what a table holds.
const version = 1;
const mark = "attention-search";

/**
 * Make the table of an index, unless it is there.
 *
 * Its version and dimension are its comment, which goes where the table goes: with a dump, and when it is dropped.
 *
 * @throws ArgumentError when it is there and is no such table, or one of another version or dimension.
 * @throws DatabaseError when the database has no pgvector.
 */
export async function ensureTable(database: Database, table: string, dimension: number): Promise<void> {
  const name = quoted(table);
  await database.transaction(async (query) => {
    // Two that begin at once make it one after the other.
    await query("select pg_advisory_xact_lock(hashtext($1))", [mark]);
    await ensureExtension(query);
    const [found] = await query(
      "select to_regclass($1)::text as name, obj_description(to_regclass($1), 'pg_class') as about",
      [name],
    );
    if (found!.name !== null) {
      expectAbout(table, dimension, found!.about);
      return;
    }
    // The shard, a function of the id, is what a distributed database may spread the rows by.
    await query(`create table ${name} (
      shard integer not null,
      id text not null,
      embedding vector(${dimension}) not null,
      metadata jsonb not null default '{}',
      digest text,
      primary key (shard, id)
    )`);
    await query(`create index ${quoted(`${table}_metadata`)} on ${name} using gin (metadata jsonb_path_ops)`);
    await query(`comment on table ${name} is '${JSON.stringify({ [mark]: version, dimension })}'`);
  });
}

/** Build an approximate index of a table, in the place of the one it may have. */
export async function buildNearest(database: Database, table: string, { using }: Method): Promise<void> {
  const name = quoted(`${table}_nearest`);
  await database.transaction(async (query) => {
    await query(`drop index if exists ${name}`);
    await query(`create index ${name} on ${quoted(table)} using ${using}`);
    // The database chooses its ways by what it knows of the rows.
    await query(`analyze ${quoted(table)}`);
  });
}

async function ensureExtension(query: Query): Promise<void> {
  const installed = await query("select 1 from pg_extension where extname = 'vector'");
  if (installed.length > 0) return;
  const [available] = await query(
    "select default_version as version from pg_available_extensions where name = 'vector'",
  );
  if (available === undefined)
    throw new DatabaseError("the server has no pgvector: install it there (https://github.com/pgvector/pgvector)");
  try {
    await query("create extension vector");
  } catch (error) {
    throw new DatabaseError(
      `pgvector is not enabled in this database, and this user may not: have an administrator run "create extension vector"`,
      error,
    );
  }
}

function expectAbout(table: string, dimension: number, about: unknown): void {
  const said = read(about);
  const problems: [boolean, has: string, expected: string][] = [
    [said[mark] === undefined, "no mark of an index", "one made here, or a name that is free"],
    [said[mark] !== version, `version ${said[mark]}`, `version ${version}`],
    [said.dimension !== dimension, `vectors of ${said.dimension} numbers`, `dimension ${dimension}`],
  ];
  for (const [wrong, has, expected] of problems)
    if (wrong) throw new ArgumentError("indexes.postgres", `table ${JSON.stringify(table)}`, has, expected);
}

function read(about: unknown): Record<string, unknown> {
  try {
    return Object(JSON.parse(String(about)));
  } catch {
    return {};
  }
}
