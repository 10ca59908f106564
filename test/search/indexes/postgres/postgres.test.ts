import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ArgumentError, random, type Tensor, tensor } from "../../../../lib/index.ts";
import { type Hit, indexes, type PostgresIndex } from "../../../../search/index.ts";
import { hasServer, type Server, startServer } from "./postgres-server.ts";

const dimension = 5;
const idsOf = (count: number): string[] => Array.from({ length: count }, (_, i) => `d${i}`);
const refusal = async (call: () => Promise<unknown>): Promise<string> => {
  const error = await call().then(
    () => undefined,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(ArgumentError);
  return error.message;
};

function same(hits: readonly Hit[], wanted: readonly Hit[]): void {
  expect(hits.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
  hits.forEach(({ score }, i) => {
    expect(Math.abs(score - wanted[i]!.score)).toBeLessThan(1e-5);
  });
}

// One test of each kind for both: the SQL is the same.
describe.each([
  { kind: "in a folder (PGlite)", there: true },
  { kind: "on a server", there: hasServer },
])("indexes.postgres $kind", ({ kind, there }) => {
  describe.skipIf(!there)("is an index as flat is", () => {
    let server: Server | undefined;
    let database: string;
    let tables = 0;
    beforeAll(async () => {
      if (kind === "on a server") {
        server = await startServer();
        database = server.address();
      } else database = await mkdtemp(join(tmpdir(), "pglite-"));
    });
    afterAll(async () => {
      await server?.remove();
      if (server === undefined) await rm(database, { recursive: true, force: true });
    });

    /** An index in a table of its own. */
    async function using(work: (index: PostgresIndex) => Promise<void>, table = `t${tables++}`, size = dimension) {
      const index = await indexes.postgres({ database, dimension: size, table });
      try {
        await work(index);
      } finally {
        await index.close();
      }
    }

    test("search finds what flat finds, by any k and filter", () =>
      using(async (index) => {
        const vectors = random(1).normal([700, dimension]);
        const query = random(2).normal([dimension]);
        const flat = indexes.flat({ dimension });
        for (const each of [index, flat]) await each.add(idsOf(700), vectors);
        expect(await index.size()).toBe(700);
        for (const k of [0, 1, 10, 700, 999]) same(await index.search(query, { k }), await flat.search(query, { k }));
        const rare = (id: string): boolean => id.endsWith("99");
        same(await index.search(query, { filter: rare }), await flat.search(query, { filter: rare }));
        expect((await index.search(query, { filter: rare })).length).toBe(7);
      }));

    test("equal scores come by descending id, also where only some of them are asked for", () =>
      using(
        async (index) => {
          const ids = ["a", "😀", "\uffff", "b", "Z"];
          await index.add(ids, tensor(ids.map(() => [1, 0])));
          expect((await index.search(tensor([1, 0]), { k: 3 })).map(({ id }) => id)).toEqual(["😀", "\uffff", "b"]);
        },
        undefined,
        2,
      ));

    test("add adds all or nothing; remove removes all or nothing; put replaces", () =>
      using(
        async (index) => {
          const vectors = tensor([
            [1, 0],
            [0, 1],
          ]);
          await index.add(["a", "b"], vectors);
          expect(await refusal(() => index.add(["c", "b"], vectors))).toBe(
            'postgres.add: ids[1] has "b" again, expected ids that are not there yet',
          );
          expect(await refusal(() => index.remove(["a", "z"]))).toBe(
            'postgres.remove: ids[1] has value "z", expected an id that is there',
          );
          expect(await index.size()).toBe(2);
          await index.put(["c", "b"], vectors);
          await index.put(["c", "b"], vectors);
          expect(await index.search(tensor([1, 2]))).toEqual([
            { id: "b", score: 2 },
            { id: "c", score: 1 },
            { id: "a", score: 1 },
          ]);
          await index.remove(["c", "a", "c"]);
          expect(await index.search(tensor([1, 2]))).toEqual([{ id: "b", score: 2 }]);
        },
        undefined,
        2,
      ));

    test("where chooses by metadata: values, one of some, ranges", () =>
      using(
        async (index) => {
          const metadata = [
            { year: 1999, "it's": true },
            { year: 2020, language: "de" },
            { year: "2020" },
            {},
          ] as never;
          await index.add(["a", "b", "c", "d"], tensor([[4], [3], [2], [1]]), metadata);
          const found = async (where: object): Promise<string> =>
            (await index.search(tensor([1]), { where: where as never })).map(({ id }) => id).join("");
          expect(await found({})).toBe("abcd");
          expect(await found({ year: 2020 })).toBe("b");
          expect(await found({ year: "2020" })).toBe("c");
          expect(await found({ "it's": true })).toBe("a");
          expect(await found({ year: [2020, "2020"] })).toBe("bc");
          expect(await found({ year: [] })).toBe("");
          expect(await found({ year: { from: 1999 } })).toBe("ab");
          expect(await found({ year: { from: 2000, to: 2020 } })).toBe("b");
          expect(await found({ year: { to: 1999.5 } })).toBe("a");
          expect(await found({ year: {} })).toBe("ab");
          expect(await found({ year: { from: 2000 }, language: "de" })).toBe("b");
          expect(await found({ year: { from: 2000 }, language: "en" })).toBe("");
          for (const hostile of ["' or true --", '"}', "$1", "\\", "{1,2}"]) {
            expect(await found({ [hostile]: hostile })).toBe("");
            expect(await found({ [hostile]: [hostile] })).toBe("");
            expect(await found({ [hostile]: { from: 0 } })).toBe("");
          }
        },
        undefined,
        1,
      ));

    test("any text is an id, a name, a value, and nothing but that", () =>
      using(
        async (index) => {
          const hostile = ["'); drop table t0; --", '"', "{a,b}", "\\", "null", "$1", "a\nb\tc", "😀", "Å"];
          const vectors = tensor(hostile.map((_, i) => [i]));
          await index.add(
            hostile,
            vectors,
            hostile.map((text) => ({ [text]: text })),
          );
          expect((await index.search(tensor([1]))).map(({ id }) => id)).toEqual([...hostile].reverse());
          for (const text of hostile)
            expect((await index.search(tensor([1]), { where: { [text]: text } })).map(({ id }) => id)).toEqual([text]);
          await index.remove(hostile);
          expect(await index.size()).toBe(0);
        },
        undefined,
        1,
      ));

    test.each(['a"; drop table t0; --', "it's an Ünïcode.😀", "x".repeat(48)])(
      "a table may be named %s",
      async (table) => {
        const found = async (index: PostgresIndex) => {
          expect(await index.search(tensor([1, 0]))).toEqual([{ id: "a", score: 2 }]);
        };
        await using(
          async (index) => {
            await index.put(["a"], tensor([[2, 1]]));
            await index.build(indexes.hnsw());
            await index.build(indexes.ivfFlat({ lists: 1 }));
            await found(index);
          },
          table,
          2,
        );
        // What is written is there when it is opened again.
        await using(found, table, 2);
      },
    );

    test("build: recall rises with ef and with probes, and is 1 at all lists; filters and large k still find all", () =>
      using(
        async (index) => {
          const [size, count] = [24, 2000];
          await index.add(
            idsOf(count),
            random(1).normal([count, size]),
            idsOf(count).map((_, i) => ({ n: i })),
          );
          const queries = Array.from({ length: 20 }, (_, i) => random(100 + i).normal([size]));
          const ranked = async (options: object) => Promise.all(queries.map((query) => index.search(query, options)));
          const exact = await ranked({});
          const recall = (found: readonly Hit[][]): number => {
            const ids = found.map((hits) => new Set(hits.map(({ id }) => id)));
            return exact.flatMap((hits, i) => hits.filter(({ id }) => ids[i]!.has(id))).length / 200;
          };
          await index.build(indexes.hnsw({ m: 4, efConstruction: 16 }));
          const byEf = [];
          for (const ef of [10, 40, 400]) byEf.push(recall(await ranked({ ef })));
          expect(byEf[0]).toBeLessThan(0.95);
          expect(byEf[2]).toBeGreaterThan(byEf[0]!);
          expect(byEf[2]).toBeGreaterThan(0.95);
          const few = await index.search(queries[0]!, { where: { n: { from: count - 5 } } });
          expect(few.length).toBe(5);
          expect((await index.search(queries[0]!, { k: 500, ef: 1 })).length).toBe(500);
          await index.build(indexes.ivfFlat({ lists: 20 }));
          const byProbes = [];
          for (const probes of [1, 5, 20]) byProbes.push(recall(await ranked({ probes })));
          expect(byProbes[0]).toBeLessThan(0.9);
          expect(byProbes[1]).toBeGreaterThan(byProbes[0]!);
          expect(byProbes[2]).toBe(1);
          expect((await index.search(queries[0]!, { k: count, probes: 1 })).length).toBe(count);
          // What comes after it was built is found, too.
          await index.put(["new"], tensor([Array.from({ length: size }, (_, j) => 9 * queries[0]!.get(j))]));
          expect((await index.search(queries[0]!, { k: 1, probes: 20 }))[0]!.id).toBe("new");
        },
        undefined,
        24,
      ));

    test("load encodes what is not there from the same text, metadata and encoder, in batches", () =>
      using(
        async (index) => {
          const documents = [
            { id: "a", text: "aa" },
            { id: "b", title: "bb", text: "b", metadata: { year: 1 } },
            { id: "c", text: "" },
          ];
          const encoded: string[][] = [];
          const encode = (texts: readonly string[]): Tensor => {
            encoded.push([...texts]);
            return tensor(texts.map((text) => [text.length]));
          };
          const told: object[] = [];
          const options = { encode, batch: 2, progress: (progress: object) => told.push(progress) };
          expect(await index.load(documents, options)).toEqual({ written: 3, kept: 0 });
          expect(encoded.splice(0)).toEqual([["aa", "bb b"], [""]]);
          expect(told.splice(0)).toEqual([
            { written: 2, kept: 0 },
            { written: 3, kept: 0 },
          ]);
          async function* oneByOne() {
            yield* documents;
          }
          expect(await index.load(oneByOne(), options)).toEqual({ written: 0, kept: 3 });
          expect(encoded).toEqual([]);
          const changed = [documents[0]!, { ...documents[1]!, metadata: { year: 2 } }, { id: "c", text: "ccccc" }];
          expect(await index.load(changed, options)).toEqual({ written: 2, kept: 1 });
          expect(encoded.splice(0)).toEqual([["bb b"], ["ccccc"]]);
          expect(await index.load(changed, { ...options, encoder: "2" })).toEqual({ written: 3, kept: 0 });
          expect(await index.search(tensor([1]))).toEqual([
            { id: "c", score: 5 },
            { id: "b", score: 4 },
            { id: "a", score: 2 },
          ]);
          expect((await index.search(tensor([1]), { where: { year: 2 } })).map(({ id }) => id)).toEqual(["b"]);
          // A vector that did not come from a text is no longer that of the text.
          await index.put(["a"], tensor([[7]]));
          expect(await index.load([documents[0]!], options)).toEqual({ written: 1, kept: 0 });
        },
        undefined,
        1,
      ));

    test("load stops at what is wrong, and keeps the batches before", () =>
      using(
        async (index) => {
          const encode = (texts: readonly string[]): Tensor => tensor(texts.map((text) => [text.length]));
          const bad = [
            { id: "a", text: "" },
            { id: "b", text: "" },
            { id: "", text: "" },
          ];
          expect(await refusal(() => index.load(bad, { encode, batch: 1 }))).toBe(
            'postgres.load: documents[0].id has value "", expected a text, not empty',
          );
          expect(await index.size()).toBe(2);
          expect(await refusal(() => index.load([{ id: "c", text: "" }], { encode: () => tensor([1]) }))).toBe(
            "postgres.load: vectors has shape [1], expected shape [1, 1]",
          );
          await expect(
            index.load([{ id: "c", text: "" }], {
              encode: () => {
                throw new RangeError("no");
              },
            }),
          ).rejects.toThrow(RangeError);
          expect(await index.size()).toBe(2);
        },
        undefined,
        1,
      ));

    test("refuses, and nothing is lost", () =>
      using(
        async (index) => {
          await index.add(["a"], tensor([[1, 2]]));
          const one = tensor([[1, 2]]);
          const q = tensor([1, 0]);
          const wrong = (value: unknown): never => value as never;
          const calls: [string, () => Promise<unknown>][] = [
            ["postgres.add: ids has value 3, expected an array", () => index.add(wrong(3), one)],
            ['postgres.add: ids[0] has value "", expected a text, not empty', () => index.add([""], one)],
            [
              'postgres.add: ids[0] has value "a\\u0000", expected a text of Unicode without NUL',
              () => index.add(["a\0"], one),
            ],
            [
              'postgres.put: ids[0] has value "\\ud83d", expected a text of Unicode without NUL',
              () => index.put(["\ud83d"], one),
            ],
            ['postgres.put: ids[1] has "x" again, expected each id once', () => index.put(["x", "x"], one)],
            ["postgres.add: vectors has shape [1, 2], expected shape [2, 2]", () => index.add(["x", "y"], one)],
            [
              "postgres.add: vectors[0] has number 1e+39, expected finite numbers, also as Float32",
              () => index.add(["x"], tensor([[1, 1e39]])),
            ],
            ["postgres.add: metadata has length 0, expected one for each of 1 ids", () => index.add(["x"], one, [])],
            ["postgres.add: metadata[0] has value 3, expected an object", () => index.add(["x"], one, [wrong(3)])],
            [
              "postgres.add: metadata[0].a has value NaN, expected a text, a finite number, true or false",
              () => index.add(["x"], one, [{ a: Number.NaN }]),
            ],
            [
              'postgres.add: metadata[0].a has value "\\u0000", expected a text of Unicode without NUL',
              () => index.add(["x"], one, [{ a: "\0" }]),
            ],
            ["postgres.remove: ids has value null, expected an array", () => index.remove(wrong(null))],
            ["postgres.search: query has shape [3], expected shape [2]", () => index.search(tensor([1, 2, 3]))],
            [
              'postgres.search: options has key "top", expected only k, filter, where, ef, probes',
              () => index.search(q, wrong({ top: 1 })),
            ],
            ["postgres.search: k has value -1, expected a whole number, at least 0", () => index.search(q, { k: -1 })],
            ["postgres.search: filter has value 3, expected a function", () => index.search(q, { filter: wrong(3) })],
            [
              "postgres.search: ef has value 1001, expected a whole number from 1 to 1000",
              () => index.search(q, { ef: 1001 }),
            ],
            [
              "postgres.search: probes has value 0, expected a whole number from 1 to 32768",
              () => index.search(q, { probes: 0 }),
            ],
            ["postgres.search: where has value 3, expected an object", () => index.search(q, { where: wrong(3) })],
            [
              "postgres.search: where.a has value null, expected a text, a finite number, true or false",
              () => index.search(q, { where: { a: wrong(null) } }),
            ],
            [
              "postgres.search: where.a[1] has type object, expected a text, a finite number, true or false",
              () => index.search(q, { where: { a: [1, wrong({})] } }),
            ],
            [
              'postgres.search: where.a has key "above", expected only from, to',
              () => index.search(q, { where: { a: wrong({ above: 1 }) } }),
            ],
            [
              'postgres.search: where.a.to has value "9", expected a finite number',
              () => index.search(q, { where: { a: { to: wrong("9") } } }),
            ],
            ['postgres.build: method has key "m", expected only using', () => index.build(wrong({ m: 3 }))],
            ["postgres.load: encode has value undefined, expected a function", () => index.load([], wrong({}))],
            [
              "postgres.load: batch has value 0, expected a whole number, at least 1",
              () => index.load([], { encode: () => one, batch: 0 }),
            ],
            [
              "postgres.load: documents has type number, expected documents, one after another",
              () => index.load(wrong(3), { encode: () => one }),
            ],
          ];
          for (const [message, call] of calls) expect(await refusal(call)).toBe(message);
          expect(await index.search(q)).toEqual([{ id: "a", score: 1 }]);
          await index.close();
          await index.close();
          const closed = { add: () => index.add([], one), put: () => index.put([], one), size: () => index.size() };
          const more = {
            search: () => index.search(q),
            remove: () => index.remove([]),
            load: () => index.load([], wrong({})),
          };
          for (const [name, call] of Object.entries({ ...closed, ...more, build: () => index.build(indexes.hnsw()) }))
            expect(await refusal(call)).toBe(`postgres.${name}: the index has been closed, expected an open one`);
        },
        undefined,
        2,
      ));

    test("a table of another version or dimension, or of another maker, is refused and left as it is", async () => {
      await using(async (index) => index.add(["a"], tensor([[3]])), "mine", 1);
      const open = (table: string, size: number) => () => indexes.postgres({ database, dimension: size, table });
      expect(await refusal(open("mine", 2))).toBe(
        'indexes.postgres: table "mine" has vectors of 1 numbers, expected dimension 2',
      );
      // pg_class is a table that others made.
      expect(await refusal(open("pg_class", 1))).toBe(
        'indexes.postgres: table "pg_class" has no mark of an index, expected one made here, or a name that is free',
      );
      await using(async (index) => expect(await index.size()).toBe(1), "mine", 1);
    });
  });
});
