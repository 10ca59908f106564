import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { DatabaseError, indexes, MissingPackageError } from "../../../../search/index.ts";
import { optionalPeer } from "../../../../search/indexes/postgres/optional-peer.ts";
import { noOptions, refuses } from "../../../lib/refuses.ts";
import { encode, expectNumbered, killedLoader, numbered } from "./numbered.ts";

describe("indexes.postgres in a folder", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "pglite-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("the loader killed (SIGKILL): another takes the folder over, and goes on where it was", async () => {
    const database = join(folder, "new", "folder");
    const written = await killedLoader(database, 2000, 64);
    const index = await indexes.postgres({ database, dimension: 3 });
    const resumed = await index.load(numbered(2000), { encode });
    expect(resumed.kept).toBeGreaterThanOrEqual(written);
    expect(resumed.kept).toBeLessThan(2000);
    await expectNumbered(index, 2000);
    const second = await indexes.postgres({ database, dimension: 3, table: "other" }).catch((error) => error);
    expect(second).toBeInstanceOf(DatabaseError);
    expect(second.message).toBe(
      `indexes.postgres: process ${process.pid} has the database in ${database} open: only one at a time may (${join(database, "lock")})`,
    );
    await expectNumbered(index, 2000);
    await index.close();
    expect(await readdir(database)).toEqual(["postgres"]);
  });

  test("a place where no folder can be is said", async () => {
    const file = join(folder, "file");
    await writeFile(file, "");
    await expect(indexes.postgres({ database: join(file, "x"), dimension: 3 })).rejects.toThrow(
      `indexes.postgres: no database can be in ${join(file, "x")} (ENOTDIR`,
    );
  });

  test("a package that is not installed is named, and how to install it", async () => {
    const error = await optionalPeer<Error>("no-such-package", "a database").catch((thrown) => thrown);
    expect(error).toBeInstanceOf(MissingPackageError);
    expect(error.message).toBe(
      "indexes.postgres: a database needs the package no-such-package, which is not installed: npm install no-such-package",
    );
    // One that is there and fails says itself why.
    await expect(optionalPeer("node:nothing", "a database")).rejects.toThrow("No such built-in module: node:nothing");
  });
});

describe("the arguments of indexes.postgres, hnsw and ivfFlat", () => {
  test.each<[string, object]>([
    ["indexes.postgres: options has value null, expected an object", null as never],
    ['indexes.postgres: options has key "url", expected only database, dimension, table', { url: "x" }],
    ["indexes.postgres: database has value undefined, expected a text, not empty", { dimension: 3 }],
    [
      "indexes.postgres: dimension has value 0, expected a whole number from 1 to 16000",
      { database: "x", dimension: 0 },
    ],
    [
      "indexes.postgres: dimension has value 16001, expected a whole number from 1 to 16000",
      { database: "x", dimension: 16001 },
    ],
    ['indexes.postgres: table has value "", expected a text, not empty', { database: "x", dimension: 3, table: "" }],
    [
      "indexes.postgres: table has 50 bytes, expected at most 48 in UTF-8",
      { database: "x", dimension: 3, table: "é".repeat(25) },
    ],
    [
      'indexes.postgres: table has value "a\\u0000", expected a text of Unicode without NUL',
      { database: "x", dimension: 3, table: "a\0" },
    ],
  ])("%s", async (message, options) => {
    await expect(indexes.postgres(options as never)).rejects.toThrow(message);
  });

  refuses([
    ...noOptions("indexes.hnsw: options", ["m", "efConstruction"], (options) => indexes.hnsw(options)),
    ["indexes.hnsw: m has value 1, expected a whole number from 2 to 100", () => indexes.hnsw({ m: 1 })],
    [
      "indexes.hnsw: efConstruction has value 30, expected a whole number from 32 to 1000",
      () => indexes.hnsw({ efConstruction: 30 }),
    ],
    ...noOptions("indexes.ivfFlat: options", ["lists"], (options) => indexes.ivfFlat(options)),
    [
      "indexes.ivfFlat: lists has value 0, expected a whole number from 1 to 32768",
      () => indexes.ivfFlat({ lists: 0 }),
    ],
  ]);
});
