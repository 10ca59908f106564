import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PostgresIndex } from "attention-search";
import type { Benchmark, Contender, Numbers } from "../contender.ts";
import { uniform } from "../seeded.ts";

const width = 256;
const batch = 1000;
const k = 10;

/** A database on disk within this process, or a server that is not: elapsed time is what they can be compared by. */
interface Place {
  readonly name: string;
  /** Where it is, and how to remove it. */
  readonly open: () => Promise<{ readonly database: string; readonly remove: () => Promise<void> }>;
}

const embedded: Place = {
  name: "PGlite in a folder",
  open: async () => {
    const folder = await mkdtemp(join(tmpdir(), "bench-database-"));
    return { database: join(folder, "data"), remove: () => rm(folder, { recursive: true, force: true }) };
  },
};

const server: Place = {
  name: "PostgreSQL server",
  open: async () => {
    const database = process.env.BENCH_POSTGRES;
    if (!database) throw new Error("BENCH_POSTGRES names no server (postgres://user:password@host:port/database)");
    return { database, remove: async () => {} };
  },
};

/** Loading vectors into a database with pgvector, and asking it: exactly, and by a graph (HNSW). */
export function databaseBenchmarks(sizes: readonly number[]): Benchmark[] {
  const places = [embedded, server];
  return sizes.flatMap((rows): Benchmark[] => {
    const size = `${rows.toLocaleString("en")} × ${width}`;
    return [
      {
        name: `database, loading ${size}`,
        unit: { name: "rows/s", better: "more" },
        contenders: places.map((place) => loading(place, rows)),
      },
      {
        name: `database, top ${k} of ${size}, exact`,
        clock: "elapsed",
        contenders: places.map((place) => asking(place, rows, {})),
      },
      {
        name: `database, top ${k} of ${size}, HNSW with ef = 40`,
        clock: "elapsed",
        contenders: places.map((place) => asking(place, rows, { ef: 40 })),
      },
    ];
  });
}

const tableOf = (rows: number): string => `bench_${rows}`;

async function openIndex(database: string, rows: number): Promise<PostgresIndex> {
  const { indexes } = await import("attention-search");
  return indexes.postgres({ database, dimension: width, table: tableOf(rows) });
}

/** Writes all rows anew, in the place of those that an earlier run may have left. */
async function fill(index: PostgresIndex, rows: number): Promise<void> {
  const { tensor } = await import("attention-lab");
  for (let from = 0; from < rows; from += batch) {
    const count = Math.min(batch, rows - from);
    const ids = Array.from({ length: count }, (_, i) => `d${from + i}`);
    await index.put(ids, tensor(uniform(from + 1, count * width), [count, width]));
  }
}

const loading = ({ name, open }: Place, rows: number): Contender => ({
  name,
  prepare: async () => ({
    read: async () => {
      const { database, remove } = await open();
      const index = await openIndex(database, rows);
      try {
        const start = performance.now();
        await fill(index, rows);
        return { value: (1000 * rows) / (performance.now() - start), numbers: [[await index.size()]] };
      } finally {
        await index.close();
        await remove();
      }
    },
  }),
});

const asking = ({ name, open }: Place, rows: number, options: { readonly ef?: number }): Contender => ({
  name,
  prepare: async () => {
    const [{ tensor }, { indexes }] = await Promise.all([import("attention-lab"), import("attention-search")]);
    const { database, remove } = await open();
    const index = await openIndex(database, rows);
    await fill(index, rows);
    if (options.ef !== undefined) await index.build(indexes.hnsw());
    const q = tensor(uniform(0, width), [width]);
    return {
      call: () => index.search(q, { k, ...options }),
      // What a graph finds depends on chance.
      numbers: (hits: readonly { score: number }[]): Numbers =>
        options.ef === undefined ? [hits.map(({ score }) => score)] : [[hits.length]],
      close: async () => {
        await index.close();
        await remove();
      },
    };
  },
});
