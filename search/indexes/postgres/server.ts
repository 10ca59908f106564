import type { Database, Query } from "./database.ts";
import { DatabaseError, explain } from "./database-error.ts";
import { optionalPeer } from "./optional-peer.ts";

// What of the package pg is used; its own types are there only where it is installed.
interface Client {
  query(statement: string, parameters: readonly unknown[]): Promise<{ rows: Record<string, unknown>[] }>;
  release(error?: boolean): void;
}
interface Pool {
  query: Client["query"];
  connect(): Promise<Client>;
  end(): Promise<void>;
  on(event: "error", listener: () => void): void;
  on(event: "connect", listener: (client: { on(event: "error", listener: () => void): void }) => void): void;
}
interface Pg {
  Pool: new (options: object) => Pool;
}

/**
 * A PostgreSQL server at `address`, as in postgres://user:password@host:port/database.
 *
 * @param settings what each session sets, by name
 * @throws MissingPackageError when the package pg is not installed.
 */
export async function server(address: string, settings: Readonly<Record<string, string>>): Promise<Database> {
  const { Pool } = await optionalPeer<Pg>("pg", "a PostgreSQL server");
  const url = urlOf(address);
  // Not the password, which belongs in no message.
  const place = `${url.hostname || "localhost"}:${url.port || 5432}${url.pathname}`;
  const ours = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`);
  // pg would take the options of the address, and of these no more: here both are set.
  url.searchParams.set("options", [url.searchParams.get("options") ?? "", ...ours].join(" "));
  const pool = new Pool({ connectionString: url.href, allowExitOnIdle: true });
  // A connection that breaks is said by the query that uses it, and replaced for the next one.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  const asked =
    (client: Pick<Client, "query">): Query =>
    async (statement, parameters = []) => {
      try {
        return (await client.query(statement, parameters)).rows;
      } catch (error) {
        throw explain(error, place);
      }
    };
  return {
    query: asked(pool),
    async transaction(work) {
      const client = await pool.connect().catch((error) => {
        throw explain(error, place);
      });
      const query = asked(client);
      let broken = false;
      try {
        await query("begin");
        const result = await work(query);
        await query("commit");
        return result;
      } catch (error) {
        // Where the rollback fails the connection is gone, and with it the transaction.
        await query("rollback").catch(() => {
          broken = true;
        });
        throw error;
      } finally {
        client.release(broken);
      }
    },
    close: () => pool.end(),
  };
}

function urlOf(address: string): URL {
  try {
    return new URL(address);
  } catch {
    throw new DatabaseError("the connection string is none: expected postgres://user:password@host:port/database");
  }
}
