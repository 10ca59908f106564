import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ndarray from "ndarray";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ArgumentError, random, type Tensor, tensor } from "../../../lib/index.ts";
import { type FlatIndex, type Hit, indexes } from "../../../search/index.ts";
import { compareHits } from "../../../search/ranking/hit.ts";
import { noInteger, noOptions, refuses } from "../../lib/refuses.ts";

const dimension = 7;
const idsOf = (count: number, from = 0): string[] => Array.from({ length: count }, (_, i) => `d${i + from}`);

async function filled(count: number, precision: "float32" | "int8" = "float32", seed = 1) {
  const vectors = random(seed).normal([count, dimension]);
  const index = indexes.flat({ dimension, precision });
  await index.add(idsOf(count), vectors);
  return { index, vectors, query: random(seed + 100).normal([dimension]) };
}

/** The ranking of all rows by plain inner products in double precision. */
function plain(vectors: Tensor, query: Tensor, ids = idsOf(vectors.shape[0]!)): Hit[] {
  const dot = (i: number): number => {
    let sum = 0;
    for (let j = 0; j < dimension; j++) sum += vectors.get(i, j) * query.get(j);
    return sum;
  };
  return ids.map((id, i) => ({ id, score: dot(i) })).sort(compareHits);
}

function same(hits: readonly Hit[], wanted: readonly Hit[], tolerance: number): void {
  expect(hits.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
  hits.forEach(({ score }, i) => {
    expect(Math.abs(score - wanted[i]!.score)).toBeLessThan(tolerance);
  });
}

async function refusal(call: () => Promise<unknown>): Promise<string> {
  const error = await call().then(
    () => undefined,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(ArgumentError);
  return error.message;
}

describe("indexes.flat(options)", () => {
  // Fewer than one block of rows, just one, and several.
  test.each([1, 5, 1024, 2500])("finds what plain inner products of %s vectors do, all sorted", async (count) => {
    const { index, vectors, query } = await filled(count);
    const all = await index.search(query, { k: count });
    same(all, plain(vectors, query), 1e-5);
    for (const k of [0, 1, 3, 10]) expect(await index.search(query, { k })).toEqual(all.slice(0, k));
    expect(await index.search(query)).toEqual(all.slice(0, 10));
    expect(await index.search(query, { k: count + 99 })).toEqual(all);
  });

  test("keeps 8 bits a number: scores within the rounding of each row", async () => {
    const { index, vectors, query } = await filled(1500, "int8");
    const exact = new Map(plain(vectors, query).map(({ id, score }) => [id, score]));
    const norm = Array.from({ length: dimension }, (_, j) => Math.abs(query.get(j))).reduce((a, b) => a + b);
    const hits = await index.search(query, { k: 1500 });
    expect(hits.length).toBe(1500);
    for (const { id, score } of hits) {
      const row = Number(id.slice(1));
      const most = Math.max(...Array.from({ length: dimension }, (_, j) => Math.abs(vectors.get(row, j))));
      // Each number is off by at most half a step.
      expect(Math.abs(score - exact.get(id)!)).toBeLessThan((most / 127 / 2) * norm + 1e-5);
    }
    expect(hits).toEqual([...hits].sort(compareHits));
  });

  test("8 bits hold zeros, the largest and the smallest numbers", async () => {
    const index = indexes.flat({ dimension: 2, precision: "int8" });
    await index.add(
      ["zero", "large", "small"],
      tensor([
        [0, 0],
        [3e38, -3e38],
        [1e-45, 0],
      ]),
    );
    const scores = new Map((await index.search(tensor([1, 0]))).map(({ id, score }) => [id, score]));
    expect(scores.get("zero")).toBe(0);
    expect(scores.get("large")! / 3e38).toBeCloseTo(1, 2);
    expect(Math.abs(scores.get("small")!)).toBeLessThan(1e-37);
  });

  test("equal scores come by descending id", async () => {
    const index = indexes.flat({ dimension: 1 });
    await index.add(["a", "😀", "\uffff", "b"], tensor([[1], [1], [1], [1]]));
    expect((await index.search(tensor([1]), { k: 3 })).map(({ id }) => id)).toEqual(["😀", "\uffff", "b"]);
  });

  test("a filter chooses among all, before the best are kept", async () => {
    const { index, vectors, query } = await filled(2500);
    const even = (id: string): boolean => Number(id.slice(1)) % 2 === 0;
    const wanted = plain(vectors, query).filter(({ id }) => even(id));
    same(await index.search(query, { k: 20, filter: even }), wanted.slice(0, 20), 1e-5);
    expect(await index.search(query, { filter: () => false })).toEqual([]);
  });

  test.each(["float32", "int8"] as const)("what is removed is not found, and can come again: %s", async (precision) => {
    const { index, vectors, query } = await filled(50, precision);
    const all = await index.search(query, { k: 50 });
    const gone = ["d49", "d0", "d17", "d48"];
    await index.remove([...gone, "d0"]);
    expect(await index.size()).toBe(46);
    expect(await index.search(query, { k: 50 })).toEqual(all.filter(({ id }) => !gone.includes(id)));
    for (const id of gone) await index.add([id], vectors.lo(Number(id.slice(1)), 0).hi(1, dimension) as Tensor);
    expect(await index.search(query, { k: 50 })).toEqual(all);
  });

  test("an empty index finds nothing", async () => {
    const index = indexes.flat({ dimension });
    expect([await index.size(), await index.search(random(1).normal([dimension]))]).toEqual([0, []]);
    await index.add([], random(1).normal([0, dimension]));
    expect(await index.size()).toBe(0);
  });

  test("takes views and Float32, and changes no argument", async () => {
    const { index, vectors, query } = await filled(9);
    const transposed = ndarray(new Float32Array(9 * dimension), [dimension, 9]).transpose(1, 0) as Tensor;
    for (let i = 0; i < 9; i++) for (let j = 0; j < dimension; j++) transposed.set(i, j, vectors.get(i, j));
    const view = indexes.flat({ dimension });
    await view.add(idsOf(9), transposed);
    const before = [transposed.data.slice(), query.data.slice()];
    expect(await view.search(query)).toEqual(await index.search(query));
    expect([transposed.data, query.data]).toEqual(before);
  });

  refuses([
    ...noOptions("indexes.flat: options", ["dimension", "precision"], (options) => indexes.flat(options)),
    ...noInteger("indexes.flat: dimension", 1, (dimension) => indexes.flat({ dimension })),
    [
      'indexes.flat: precision has value "int4", expected "float32" or "int8"',
      () => indexes.flat({ dimension, precision: "int4" as never }),
    ],
  ]);

  test.each<[string, (index: FlatIndex) => Promise<unknown>]>([
    ["flat.add: ids has value 3, expected an array", (i) => i.add(3 as never, tensor([[1, 2]]))],
    ['flat.add: ids[0] has value "", expected a text, not empty', (i) => i.add([""], tensor([[1, 2]]))],
    [
      'flat.add: ids[1] has "a" again, expected ids that are not there yet',
      (i) =>
        i.add(
          ["x", "a"],
          tensor([
            [1, 2],
            [3, 4],
          ]),
        ),
    ],
    [
      'flat.add: ids[1] has "x" again, expected ids that are not there yet',
      (i) =>
        i.add(
          ["x", "x"],
          tensor([
            [1, 2],
            [3, 4],
          ]),
        ),
    ],
    ["flat.add: vectors has type array, expected a tensor", (i) => i.add(["x"], [[1, 2]] as never)],
    ["flat.add: vectors has shape [1, 3], expected shape [1, 2]", (i) => i.add(["x"], tensor([[1, 2, 3]]))],
    ["flat.add: vectors has shape [1, 2], expected shape [2, 2]", (i) => i.add(["x", "y"], tensor([[1, 2]]))],
    [
      "flat.add: vectors[1] has number NaN, expected finite numbers, also as Float32",
      (i) =>
        i.add(
          ["x", "y"],
          tensor([
            [1, 2],
            [3, Number.NaN],
          ]),
        ),
    ],
    [
      "flat.add: vectors[0] has number 1e+39, expected finite numbers, also as Float32",
      (i) => i.add(["x"], tensor([[1, 1e39]])),
    ],
    ["flat.remove: ids has value null, expected an array", (i) => i.remove(null as never)],
    ['flat.remove: ids[1] has value "z", expected an id that is there', (i) => i.remove(["a", "z"])],
    ["flat.search: query has shape [3], expected shape [2]", (i) => i.search(tensor([1, 2, 3]))],
    [
      "flat.search: query has number NaN, expected finite numbers, also as Float32",
      (i) => i.search(tensor([1, Number.NaN])),
    ],
    [
      'flat.search: options has key "top", expected only k, filter',
      (i) => i.search(tensor([1, 2]), { top: 1 } as never),
    ],
    ["flat.search: k has value -1, expected a whole number, at least 0", (i) => i.search(tensor([1, 2]), { k: -1 })],
    ["flat.search: filter has value 3, expected a function", (i) => i.search(tensor([1, 2]), { filter: 3 as never })],
  ])("%s, and nothing is lost", async (message, call) => {
    const index = indexes.flat({ dimension: 2 });
    await index.add(
      ["a", "b"],
      tensor([
        [1, 2],
        [3, 4],
      ]),
    );
    expect(await refusal(() => call(index))).toBe(message);
    expect(await index.search(tensor([1, 0]))).toEqual([
      { id: "b", score: 3 },
      { id: "a", score: 1 },
    ]);
  });

  test("once closed, it takes no further calls", async () => {
    const { index, query } = await filled(3);
    await index.close();
    await index.close();
    const calls = {
      add: () => index.add([], query),
      remove: () => index.remove([]),
      search: () => index.search(query),
    };
    for (const [name, call] of Object.entries({ ...calls, size: () => index.size(), save: () => index.save("x") }))
      expect(await refusal(call as () => Promise<unknown>)).toBe(
        `flat.${name}: the index has been closed, expected an open one`,
      );
  });
});

describe("save(file) and indexes.loadFlat(file)", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "flat-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(["float32", "int8"] as const)("bring back the same index: %s", async (precision) => {
    const { index, query } = await filled(1100, precision);
    await index.remove(["d3"]);
    const file = join(folder, precision);
    await index.save(file);
    const loaded = await indexes.loadFlat(file);
    expect(await loaded.search(query, { k: 2000 })).toEqual(await index.search(query, { k: 2000 }));
    await loaded.add(["d3"], random(5).normal([1, dimension]));
    expect([await loaded.size(), await index.size()]).toEqual([1100, 1099]);
    await loaded.save(file);
    expect(await (await indexes.loadFlat(file)).size()).toBe(1100);
    expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  test("an empty index comes back empty", async () => {
    const file = join(folder, "empty");
    await indexes.flat({ dimension }).save(file);
    const loaded = await indexes.loadFlat(file);
    expect([await loaded.size(), await loaded.search(random(1).normal([dimension]))]).toEqual([0, []]);
  });

  test("a damaged or foreign file is refused, wherever the damage is", async () => {
    const file = join(folder, "good");
    const bad = join(folder, "bad");
    const { index } = await filled(3);
    await index.save(file);
    const bytes = await readFile(file);
    const messageOf = async (content: Uint8Array): Promise<string> => {
      await writeFile(bad, content);
      return refusal(() => indexes.loadFlat(bad));
    };
    const start = `indexes.loadFlat: file ${JSON.stringify(bad)} has `;
    const foreign = `${start}another format, expected a saved flat index`;
    const broken = `${start}another checksum than it was saved with, expected all as it was saved: it is damaged`;
    for (let at = 0; at < bytes.length; at++) {
      const changed = Buffer.from(bytes);
      changed[at]! ^= 1;
      const version = `${start}version ${changed.readUInt32LE(8)}, expected version 1`;
      expect(await messageOf(changed)).toBe(at < 8 ? foreign : at < 12 ? version : broken);
    }
    for (const length of [0, 7]) expect(await messageOf(bytes.subarray(0, length))).toBe(foreign);
    expect(await messageOf(bytes.subarray(0, 20))).toBe(`${start}20 bytes, expected at least 48: it is damaged`);
    expect(await messageOf(bytes.subarray(0, -1))).toBe(broken);
    expect(await messageOf(Buffer.concat([bytes, bytes]))).toBe(broken);
    await expect(indexes.loadFlat(join(folder, "none"))).rejects.toThrow("ENOENT");
  });
});
