import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { lockFile } from "../../storage/lock-file.ts";
import type { Database, Query } from "./database.ts";
import { DatabaseError, explain } from "./database-error.ts";
import { optionalPeer } from "./optional-peer.ts";

// What of PGlite is used; its own types are there only where it is installed.
interface Connection {
  query(statement: string, parameters: readonly unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
}
interface PGlite extends Connection {
  transaction<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}
interface Module {
  PGlite: { create(folder: string, options: object): Promise<PGlite> };
}

/**
 * PostgreSQL within this process (PGlite), with its data in `folder`, which is made when it is not there.
 *
 * @param settings what the session sets, by name
 * @throws MissingPackageError when PGlite is not installed; DatabaseError when a process has the folder open already.
 */
export async function embedded(folder: string, settings: Readonly<Record<string, string>>): Promise<Database> {
  const need = "a database in a folder";
  const { PGlite } = await optionalPeer<Module>("@electric-sql/pglite", need);
  const { vector } = await optionalPeer<{ vector: unknown }>("@electric-sql/pglite-pgvector", need);
  const place = `the database in ${folder}`;
  const unlock = await locked(resolve(folder));
  const database = await PGlite.create(join(resolve(folder), "postgres"), { extensions: { vector } }).catch(
    async (error) => {
      await unlock();
      throw explain(error, place);
    },
  );
  const asked =
    (connection: Connection): Query =>
    async (statement, parameters = []) => {
      try {
        return (await connection.query(statement, parameters)).rows;
      } catch (error) {
        throw explain(error, place);
      }
    };
  const query = asked(database);
  for (const [name, value] of Object.entries({ ...settings, ...room }))
    await query("select set_config($1, $2, false)", [name, value]);
  return {
    query,
    transaction: (work) => database.transaction((connection) => work(asked(connection))),
    async close() {
      await database.close();
      await unlock();
    },
  };
}

// A graph that does not fit is built more slowly (50,000 vectors of 256 numbers: 123 s with the default, 77 s so).
const room = { maintenance_work_mem: "512MB" };

// PGlite itself lets two processes write one folder, which ruins it.
async function locked(folder: string): Promise<() => Promise<void>> {
  const file = join(folder, "lock");
  const lock = await mkdir(folder, { recursive: true })
    .then(() => lockFile(file))
    .catch((error) => {
      throw new DatabaseError(`no database can be in ${folder} (${(error as Error).message})`, error);
    });
  if (typeof lock === "number")
    throw new DatabaseError(`process ${lock} has the database in ${folder} open: only one at a time may (${file})`);
  return lock;
}
