import { ArgumentError, type Tensor } from "attention-lab";
import type { Hit } from "../../ranking/hit.ts";
import {
  describe,
  expectArray,
  expectFunction,
  expectId,
  expectInteger,
  expectIntegerWithin,
  expectOptions,
} from "../../validation/expect.ts";
import { expectVector, expectVectors } from "../expect-vectors.ts";
import type { SearchOptions, VectorIndex } from "../vector-index.ts";
import type { Database, Query } from "./database.ts";
import { embedded } from "./embedded.ts";
import { expectTableName, quoted } from "./identifier.ts";
import { type LoadedDocument, type LoadProgress, load, type PostgresLoadOptions } from "./load.ts";
import { expectMetadata, type Metadata } from "./metadata.ts";
import type { Method } from "./method.ts";
import { nearest, settings } from "./nearest.ts";
import { deleteRows, insertRows, type Row } from "./rows.ts";
import { buildNearest, ensureTable } from "./schema.ts";
import { server } from "./server.ts";
import { expectStorable } from "./storable-text.ts";
import { conditionOf, type Where } from "./where.ts";

/** Options of {@link postgres}. */
export interface PostgresOptions {
  /** A folder, or the connection string of a server: postgres://user:password@host:port/database. */
  readonly database: string;
  /** The length of every vector, at most 16000; at most 2000 for an approximate index. */
  readonly dimension: number;
  /** The name of the table, "documents" unless given. */
  readonly table?: string;
}

/**
 * What a search in a database is asked for. Without `ef` and `probes` the database chooses whether it takes an approximate
 * index (with 40 candidates, or 1 list) or reads all.
 */
export interface PostgresSearchOptions extends SearchOptions {
  /** Conditions on metadata, checked by the database. */
  where?: Where;
  /** How many candidates a search in a graph keeps, from 1 to 1000: more find more, and take longer. */
  ef?: number;
  /** How many lists a search in lists reads, at most 32768: more find more, and take longer. */
  probes?: number;
}

/** An index in a database: exact, unless an approximate index was built. */
export interface PostgresIndex extends VectorIndex {
  /** As for every index; `metadata` has one entry for each id. */
  add(ids: readonly string[], vectors: Tensor, metadata?: readonly Metadata[]): Promise<void>;
  /** As {@link PostgresIndex.add}, in the place of what these ids have. */
  put(ids: readonly string[], vectors: Tensor, metadata?: readonly Metadata[]): Promise<void>;
  /** Encode documents and write them in batches. Interrupted and called again, it goes on where it was. */
  load(
    documents: Iterable<LoadedDocument> | AsyncIterable<LoadedDocument>,
    options: PostgresLoadOptions,
  ): Promise<LoadProgress>;
  /** Build an approximate index, in the place of the one there is; what is added later goes into it too. */
  build(method: Method): Promise<void>;
  search(query: Tensor, options?: PostgresSearchOptions): Promise<Hit[]>;
}

/**
 * An index in PostgreSQL with pgvector: in a folder, where it runs within this process (PGlite; packages
 * `@electric-sql/pglite` and `@electric-sql/pglite-pgvector`), or on a server (package `pg`).
 *
 * The table is made when it is not there. All calls are whole or not at all, but `load`, whose batches are. Scores are
 * inner products of Float32.
 *
 * @example
 * ```ts
 * const index = await indexes.postgres({ database: folder, dimension: 2 });
 * await index.put(["a", "b"], tensor([[1, 0], [0, 1]]), [{ year: 2024 }, { year: 2026 }]);
 * await index.build(indexes.hnsw());
 * (await index.search(tensor([0.2, 0.1]), { where: { year: { from: 2025 } } })).map(({ id }) => id); // ["b"]
 * await index.close();
 * ```
 *
 * @throws ArgumentError when an option is wrong, or the table is none of this version and dimension.
 * @throws DatabaseError when there is no such database, or it has no pgvector.
 * @throws MissingPackageError when a package is not installed.
 */
export async function postgres(options: PostgresOptions): Promise<PostgresIndex> {
  const caller = "indexes.postgres";
  expectOptions(caller, options, ["database", "dimension", "table"]);
  const { database: place, dimension, table = "documents" } = options;
  expectId(caller, "database", place);
  expectIntegerWithin(caller, "dimension", dimension, 1, 16000);
  expectTableName(caller, "table", table);
  const database = await (/^postgres(ql)?:\/\//.test(place) ? server : embedded)(place, settings);
  try {
    await ensureTable(database, table, dimension);
  } catch (error) {
    await database.close();
    throw error;
  }
  return indexIn(database, table, dimension);
}

function indexIn(database: Database, table: string, dimension: number): PostgresIndex {
  let closed = false;
  const expectOpen = (caller: string): void => {
    if (closed) throw new ArgumentError(caller, "the index", "been closed", "an open one");
  };
  return {
    async add(ids, vectors, metadata) {
      const caller = "postgres.add";
      expectOpen(caller);
      const rows = rowsOf(caller, dimension, ids, vectors, metadata);
      await database.transaction(async (query) => {
        const added = new Set(await insertRows(query, table, rows, false));
        const again = ids.findIndex((id) => !added.has(id));
        if (again >= 0) refuseAgain(caller, ids, again);
      });
    },
    async put(ids, vectors, metadata) {
      const caller = "postgres.put";
      expectOpen(caller);
      await insertRows(database.query, table, rowsOf(caller, dimension, ids, vectors, metadata), true);
    },
    async load(documents, options) {
      expectOpen("postgres.load");
      return load({ database, table, dimension }, documents, options);
    },
    async build(method) {
      expectOpen("postgres.build");
      expectOptions("postgres.build", method, ["using"], "method");
      if (dimension > 2000)
        throw new ArgumentError("postgres.build", "dimension", `value ${dimension}`, "at most 2000 for such an index");
      await buildNearest(database, table, method);
    },
    async remove(ids) {
      const caller = "postgres.remove";
      expectOpen(caller);
      expectArray(caller, "ids", ids);
      ids.forEach((id, i) => {
        expectStorable(caller, `ids[${i}]`, id);
      });
      await database.transaction(async (query) => {
        const gone = new Set(await deleteRows(query, table, ids));
        const missing = ids.findIndex((id) => !gone.has(id));
        if (missing >= 0)
          throw new ArgumentError(caller, `ids[${missing}]`, describe(ids[missing]), "an id that is there");
      });
    },
    async search(query, options = {}) {
      const caller = "postgres.search";
      expectOpen(caller);
      expectOptions(caller, options, ["k", "filter", "where", "ef", "probes"]);
      const { k = 10, filter = () => true, where = {}, ef, probes } = options;
      expectInteger(caller, "k", k, 0);
      expectFunction(caller, "filter", filter);
      if (ef !== undefined) expectIntegerWithin(caller, "ef", ef, 1, 1000);
      if (probes !== undefined) expectIntegerWithin(caller, "probes", probes, 1, 32768);
      const vector = expectVector(caller, query, dimension);
      const condition = conditionOf(caller, where, 3);
      const find = async (ask: Query): Promise<Hit[]> => {
        // A filter is a function of ours, which the database cannot call: more are asked for until enough have passed.
        for (let limit = k; ; limit *= 4) {
          const found = await nearest(ask, table, vector, limit, condition);
          const hits = found.filter(({ id }) => filter(id));
          if (hits.length >= k || found.length < limit) return hits.slice(0, k);
        }
      };
      const effort = Object.entries({ "hnsw.ef_search": ef, "ivfflat.probes": probes }).filter(([, value]) => value);
      if (effort.length === 0) return find(database.query);
      return database.transaction(async (ask) => {
        // Where little is to be read the database would rather read it all.
        for (const [name, value] of [...effort, ["enable_seqscan", "off"]])
          await ask("select set_config($1, $2, true)", [name, String(value)]);
        return find(ask);
      });
    },
    async size() {
      expectOpen("postgres.size");
      const [row] = await database.query(`select count(*)::text as count from ${quoted(table)}`);
      return Number(row!.count);
    },
    async close() {
      if (closed) return;
      closed = true;
      await database.close();
    },
  };
}

function rowsOf(caller: string, dimension: number, ids: unknown, vectors: unknown, metadata: unknown): Row[] {
  expectArray(caller, "ids", ids);
  const seen = new Set<string>();
  ids.forEach((id, i) => {
    expectStorable(caller, `ids[${i}]`, id);
    if (seen.has(id)) refuseAgain(caller, ids, i);
    seen.add(id);
  });
  const numbers = expectVectors(caller, vectors, ids.length, dimension);
  const entries = metadata ?? ids.map(() => ({}));
  expectArray(caller, "metadata", entries);
  if (entries.length !== ids.length)
    throw new ArgumentError(caller, "metadata", `length ${entries.length}`, `one for each of ${ids.length} ids`);
  return ids.map((id, i) => {
    const entry = entries[i];
    expectMetadata(caller, `metadata[${i}]`, entry);
    const embedding = numbers.subarray(i * dimension, (i + 1) * dimension);
    return { id: id as string, embedding, metadata: entry, digest: null };
  });
}

function refuseAgain(caller: string, ids: readonly unknown[], i: number): never {
  const expected = caller === "postgres.add" ? "ids that are not there yet" : "each id once";
  throw new ArgumentError(caller, `ids[${i}]`, `${JSON.stringify(ids[i])} again`, expected);
}
