import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ArgumentError } from "../../../lib/index.ts";
import { encoders, indexes, SearchEngine, type SearchEngineOptions, vocabulary } from "../../../search/index.ts";
import { digest } from "./digest.ts";
import { documents, judgements, queries } from "./tiny-collection.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "engine-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

const knowledge = [
  { name: "lengths", dimension: 2, vectorOf: (word: string) => [word.length, 1] },
  { name: "initials", groupsOf: (word: string) => [word[0]!] },
];
// Small tables, so that every byte can be damaged in turn.
const modules = { embeddings: { letters: encoders.ngramTable({ buckets: 3, shortest: 1, longest: 2 }) } };
const few = [{ id: "a", text: "b" }];
const small: SearchEngineOptions = { documents: few, seed: 1, dimension: 2, modules };

async function refusal(call: () => Promise<unknown>): Promise<string> {
  const error = await call().then(
    () => undefined,
    (thrown) => thrown,
  );
  expect(error).toBeInstanceOf(ArgumentError);
  return error.message;
}

describe("engine.save(file) and SearchEngine.load(file)", () => {
  test("bring back what was trained: the same hits, also of words that were never seen", async () => {
    const file = join(folder, "trained");
    const engine = new SearchEngine({ documents, seed: 1, dimension: 16, knowledge });
    await engine.train({ queries, judgements, epochs: 3, seed: 1 });
    engine.add([{ id: "new", title: "A new", text: "document with words that were not known before" }]);
    await engine.remove(["d3"]);
    await engine.save(file);
    const loaded = await SearchEngine.load(file, { knowledge });
    expect([...loaded.documents]).toEqual([...engine.documents]);
    expect(digest(loaded.params)).toBe(digest(engine.params));
    for (const query of ["aaa", "bbbb ccccc", "unseen wordings", "document", ""])
      expect(await loaded.search(query, { k: 99 })).toEqual(await engine.search(query, { k: 99 }));
    // It goes on as the other would.
    for (const one of [engine, loaded]) await one.train({ queries, judgements, epochs: 1, seed: 2 });
    expect(digest(loaded.params)).toBe(digest(engine.params));
    expect((await readdir(folder)).filter((name) => name.endsWith(".part"))).toEqual([]);
  });

  test("refuse every byte that is damaged, and every end that is missing", async () => {
    const [file, damaged] = [join(folder, "small"), join(folder, "damaged")];
    await new SearchEngine(small).save(file);
    const bytes = await readFile(file);
    for (let at = 0; at < bytes.length; at++) {
      const wrong = Buffer.from(bytes);
      wrong[at]! ^= 1 << (at % 8);
      await writeFile(damaged, wrong);
      await refusal(() => SearchEngine.load(damaged, { modules }));
    }
    for (let length = 0; length < bytes.length; length += 9) {
      await writeFile(damaged, bytes.subarray(0, length));
      await refusal(() => SearchEngine.load(damaged, { modules }));
    }
  });

  test("say what is wrong with a file", async () => {
    const [file, other] = [join(folder, "engine"), join(folder, "other")];
    const load = (path: string, options = {}) => refusal(() => SearchEngine.load(path, options));
    const named = (path: string) => `SearchEngine.load: file ${JSON.stringify(path)} has`;
    await new SearchEngine({ ...small, modules: {}, knowledge }).save(file);
    await indexes.flat({ dimension: 2 }).save(other);
    expect(await load(other)).toBe(`${named(other)} a saved flat index, expected a saved search engine`);
    await writeFile(other, "{}");
    expect(await load(other)).toBe(`${named(other)} another format, expected a saved search engine`);
    const bytes = await readFile(file);
    await writeFile(other, bytes.subarray(0, bytes.length - 1));
    const checksum = "another checksum than it was saved with, expected all as it was saved: it is damaged";
    expect(await load(other)).toBe(`${named(other)} ${checksum}`);
    expect(await load(file)).toBe('SearchEngine.load: knowledge has none, expected "lengths", "initials"');
    const longer = { ...knowledge[0]!, vectorOf: (word: string) => [word.length, 2] };
    expect(await load(file, { knowledge: [longer, knowledge[1]] })).toBe(
      'SearchEngine.load: knowledge "lengths" has other knowledge of the same words, expected that which it was saved with',
    );
    const embeddings = { words: encoders.wordTable(vocabulary(["a"])) };
    expect(await load(file, { knowledge, modules: { embeddings } })).toBe(
      'loadParameters: bytes has tensor "embeddings/initials/E", expected only those of like',
    );
  });

  test("the same file can be written at the same time, and what cannot be written leaves nothing behind", async () => {
    const place = await mkdtemp(join(folder, "place-"));
    const [file, taken] = [join(place, "engine"), join(place, "taken")];
    const engines = [1, 2, 3].map((seed) => new SearchEngine({ ...small, seed }));
    await Promise.all(engines.map((engine) => engine.save(file)));
    const { params } = await SearchEngine.load(file, { modules });
    expect(engines.map((engine) => digest(engine.params))).toContain(digest(params));
    await mkdir(join(taken, "full"), { recursive: true });
    await expect(engines[0]!.save(taken)).rejects.toThrow();
    expect((await readdir(place)).sort()).toEqual(["engine", "taken"]);
  });

  test("a file that cannot be written leaves the one before as it was", async () => {
    const file = join(folder, "kept");
    const engine = new SearchEngine(small);
    await engine.save(file);
    const before = await readFile(file);
    await expect(engine.save(join(folder, "missing", "kept"))).rejects.toThrow("ENOENT");
    expect(await readFile(file)).toEqual(before);
  });
});
