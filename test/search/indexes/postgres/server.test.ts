import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ops, random, tensor } from "../../../../lib/index.ts";
import { DatabaseError, indexes, type PostgresIndex } from "../../../../search/index.ts";
import { encode, expectNumbered, killedLoader, numbered } from "./numbered.ts";
import { hasServer, type Server, startServer } from "./postgres-server.ts";

describe.skipIf(!hasServer)("indexes.postgres on a server", () => {
  let server: Server;
  let tables = 0;
  beforeAll(async () => {
    server = await startServer();
  });
  afterAll(() => server.remove());

  const open = (options: object = {}): Promise<PostgresIndex> =>
    indexes.postgres({ database: server.address(), dimension: 3, ...options });
  const fresh = (): string => `t${tables++}`;

  async function failure(call: () => Promise<unknown>): Promise<string> {
    const error = await call().then(
      () => undefined,
      (thrown) => thrown,
    );
    expect(error).toBeInstanceOf(DatabaseError);
    expect(error.cause).toBeDefined();
    // A message may stand in a log: no password does.
    expect(error.message).not.toContain("administrator's");
    return error.message;
  }

  test("no server, a wrong password, no such database, no address: each is said", async () => {
    const { port } = server;
    const at =
      (database: string): (() => Promise<unknown>) =>
      () =>
        open({ database });
    expect(await failure(at("postgres://postgres:administrator's@127.0.0.1:1/x"))).toBe(
      "indexes.postgres: no server answers at 127.0.0.1:1/x (ECONNREFUSED)",
    );
    expect(await failure(at(server.address("postgres", "postgres", "wrong")))).toBe(
      `indexes.postgres: 127.0.0.1:${port}/postgres refuses this user or password (password authentication failed for user "postgres")`,
    );
    expect(await failure(at(server.address("none")))).toBe(
      `indexes.postgres: there is no such database at 127.0.0.1:${port}/none (database "none" does not exist)`,
    );
    await expect(at("postgres://a:b:c:d@")()).rejects.toThrow(
      "indexes.postgres: the connection string is none: expected postgres://user:password@host:port/database",
    );
  });

  test("options of the connection string are set, and the index's own beside them", async () => {
    const table = fresh();
    const index = await open({ table });
    const documents = numbered(2000).map(({ id }) => id);
    const rare = (_: string, i: number) => ({ rare: i % 100 === 0 });
    await index.add(documents, ops.l2Normalize(random(1).normal([2000, 3])), documents.map(rare));
    await index.build(indexes.hnsw());
    await index.close();
    // Only the graph is left to search by, and a plain search of it ends with the 40 nearest, few of which are rare.
    const settings = ["default_transaction_read_only=on", "enable_seqscan=off", "enable_bitmapscan=off"];
    const database = `${server.address()}?options=${encodeURIComponent(settings.map((it) => `-c ${it}`).join(" "))}`;
    const reader = await open({ table, database });
    expect(await reader.search(tensor([1, 0, 0]), { k: 20, where: { rare: true } })).toHaveLength(20);
    await expect(reader.remove(["d0"])).rejects.toThrow("read-only transaction");
    await reader.close();
  });

  test("a server without pgvector, and a user who may not enable it, are told what to do", async () => {
    await server.run("create database plain");
    await server.run("create user reader password 'r'");
    await server.run("grant all on schema public to reader", "plain");
    const database = server.address("plain", "reader", "r");
    await server.withPgvector(false);
    await expect(open({ database })).rejects.toThrow(
      "indexes.postgres: the server has no pgvector: install it there (https://github.com/pgvector/pgvector)",
    );
    await server.withPgvector(true);
    expect(await failure(() => open({ database }))).toBe(
      'indexes.postgres: pgvector is not enabled in this database, and this user may not: have an administrator run "create extension vector"',
    );
    expect(await server.run("select 1 from pg_tables where tablename = 'documents'", "plain")).toEqual([]);
    await server.run("create extension vector", "plain");
    const index = await open({ database });
    await index.add(["a"], tensor([[1, 2, 3]]));
    expect(await index.size()).toBe(1);
    await index.close();
  });

  test("a table of another version is refused, and stays as it is", async () => {
    const table = fresh();
    const index = await open({ table });
    await index.add(["a"], tensor([[1, 2, 3]]));
    for (const [about, has] of [
      ['{"attention-search":2,"dimension":3}', "version 2, expected version 1"],
      ['{"attention-search":0,"dimension":3}', "version 0, expected version 1"],
      ["null", "no mark of an index, expected one made here, or a name that is free"],
      ["mine", "no mark of an index, expected one made here, or a name that is free"],
    ]) {
      await server.run(`comment on table ${table} is '${about}'`);
      await expect(open({ table })).rejects.toThrow(`indexes.postgres: table "${table}" has ${has}`);
    }
    expect(await index.size()).toBe(1);
    await index.close();
  });

  test("many that open one new table at once all have it", async () => {
    const table = fresh();
    const all = await Promise.all(Array.from({ length: 8 }, () => open({ table })));
    await Promise.all(all.map((index, i) => index.add([`d${i}`], tensor([[i, 1, -1]]))));
    await expectNumbered(all[0]!, 8);
    await Promise.all(all.map((index) => index.close()));
  });

  test("two loaders at once, in opposite orders: each document once, as it should be", async () => {
    const table = fresh();
    const both = await Promise.all([open({ table }), open({ table })]);
    const slow = async (texts: readonly string[]) => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      return encode(texts);
    };
    const documents = numbered(600);
    const [first, second] = await Promise.all([
      both[0].load(documents, { encode: slow, batch: 40 }),
      both[1].load([...documents].reverse(), { encode: slow, batch: 60 }),
    ]);
    // Each did a part, or both did the same: nothing is missing.
    expect(first.written + second.written).toBeGreaterThanOrEqual(600);
    await expectNumbered(both[0], 600);
    await Promise.all(both.map((index) => index.close()));
  });

  test("the server killed (SIGKILL) during a load: started again, nothing is lost or doubled", async () => {
    const table = fresh();
    const index = await open({ table });
    const documents = numbered(400);
    let written = 0;
    let killed: Promise<void> | undefined;
    const message = await failure(() =>
      index.load(documents, {
        encode,
        batch: 10,
        progress: (progress) => {
          written = progress.written;
          // While the next batches are on their way.
          if (written === 50) killed = server.kill();
        },
      }),
    );
    expect(message).toMatch(new RegExp(`(the connection to|no server answers at) 127.0.0.1:${server.port}/postgres`));
    await killed;
    expect(written).toBeLessThan(400);
    expect(await failure(() => index.size())).toMatch(/no server answers at/);
    await server.start();
    // The same index works again.
    const resumed = await index.load(documents, { encode, batch: 10 });
    expect(resumed.written + resumed.kept).toBe(400);
    // What was reported as written is there; one more batch may be, whose answer was lost.
    expect([written, written + 10]).toContain(resumed.kept);
    await expectNumbered(index, 400);
    await index.close();
  });

  test("the loader killed (SIGKILL): another goes on where it was", async () => {
    const written = await killedLoader(server.address(), 5000, 64);
    const index = await open();
    const resumed = await index.load(numbered(5000), { encode, batch: 500 });
    expect(resumed.kept).toBeGreaterThanOrEqual(written);
    expect(resumed.kept).toBeLessThan(5000);
    await expectNumbered(index, 5000);
    await index.close();
  });

  test("the database gone in mid-query is said; the next query has it again", async () => {
    const table = fresh();
    const index = await open({ table });
    await index.put(["d0", "d1"], encode(["0", "1"]));
    const admin = new pg.Client(server.address());
    admin.on("error", () => {});
    await admin.connect();
    await admin.query(`begin; lock table ${table} in access exclusive mode`);
    const waiting = failure(() => index.search(tensor([1, 0, 0])));
    const adding = failure(() => index.add(["d2", "d3"], encode(["2", "3"])));
    const blocked = "select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock'";
    while ((await server.run(blocked))[0]!.n !== 2) await new Promise((resolve) => setTimeout(resolve, 10));
    await server.kill();
    for (const message of [await waiting, await adding])
      expect(message).toMatch(
        new RegExp(
          `^indexes.postgres: the connection to 127.0.0.1:${server.port}/postgres was lost; what was committed is kept`,
        ),
      );
    await server.start();
    await expectNumbered(index, 2);
    await index.close();
  });

  test("a statement that the server ends is said, and changes nothing", async () => {
    const table = fresh();
    const index = await open({ table });
    await index.put(["d0", "d1"], encode(["0", "1"]));
    await server.run(`create function refuse() returns trigger language plpgsql as $$begin raise 'no more'; end$$`);
    await server.run(
      `create trigger full_ before insert on ${table} for each row when (new.id = 'd3') execute function refuse()`,
    );
    for (const call of [index.add, index.put])
      expect(await failure(() => call(["d2", "d3"], encode(["2", "3"])))).toBe(
        `indexes.postgres: 127.0.0.1:${server.port}/postgres says: no more`,
      );
    await expectNumbered(index, 2);
    await index.close();
  });

  test("searches at once do not mix", async () => {
    const table = fresh();
    const index = await open({ table });
    await index.add(
      numbered(50).map(({ id }) => id),
      random(1).normal([50, 3]),
    );
    await index.build(indexes.hnsw());
    const queries = Array.from({ length: 30 }, (_, i) => random(i).normal([3]));
    const options = (i: number) => (i % 2 === 0 ? {} : { ef: 50 });
    const alone = [];
    for (const [i, query] of queries.entries()) alone.push(await index.search(query, options(i)));
    expect(await Promise.all(queries.map((query, i) => index.search(query, options(i))))).toEqual(alone);
    await index.close();
  });
});
