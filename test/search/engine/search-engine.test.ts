import { describe, expect, test } from "vitest";
import { ops, toArray } from "../../../lib/index.ts";
import { type Document, encoders, SearchEngine } from "../../../search/index.ts";
import { digest } from "./digest.ts";

const documents: readonly Document[] = [
  { id: "pie", title: "apple pie", text: "a cake with apples" },
  { id: "taxi", text: "a yellow car that takes people for money" },
  { id: "nothing", text: "…" },
  { id: "rain", text: "umbrella against the rain" },
];

describe("new SearchEngine(options)", () => {
  test("finds before any training what is written alike", async () => {
    const engine = new SearchEngine({ documents, seed: 1, dimension: 512 });
    const first = async (query: string) => (await engine.search(query, { k: 1 })).map(({ id }) => id);
    expect(await first("apple")).toEqual(["pie"]);
    // No document has these words.
    expect(await first("rainy umbrellas")).toEqual(["rain"]);
    expect(await first("yellowish")).toEqual(["taxi"]);
  });

  test("forward(query, texts) and search(query) give the same scores", async () => {
    const engine = new SearchEngine({ documents, seed: 1 });
    const hits = await engine.search("apple car", { k: 99 });
    expect(hits.length).toBe(3);
    const texts = hits.map(({ id }) => {
      const { title = "", text } = engine.documents.get(id)!;
      return `${title} ${text}`;
    });
    const scores = toArray(engine.forward("apple car", texts).scores) as number[];
    hits.forEach(({ score }, i) => {
      expect(score).toBeCloseTo(scores[i]!, 6);
    });
  });

  test("forward(query, texts) explains: rare words count more, and weights sum to 1", () => {
    const engine = new SearchEngine({ documents, seed: 1, dtype: "float64" });
    const explained = engine.forward("a Rainbow", ["a taxi", "", "rain"]);
    expect(explained.query.words).toEqual(["a", "rainbow"]);
    expect(explained.query.weights[1]).toBeGreaterThan(explained.query.weights[0]!);
    expect(explained.documents.map(({ words }) => words)).toEqual([["a", "taxi"], [], ["rain"]]);
    for (const { words, weights } of [explained.query, ...explained.documents])
      expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(words.length === 0 ? 0 : 1, 12);
    expect(explained.scores.get(1)).toBe(0);
  });

  test("what else is scored changes no score, though it changes how much is padding", () => {
    const engine = new SearchEngine({ documents, seed: 1, dtype: "float64" });
    const alone = engine.forward("red apple", ["apple pie"]).scores.get(0);
    const beside = engine.forward("red apple", ["taxi ".repeat(99), "apple pie"]).scores.get(1);
    expect(Math.abs(alone - beside)).toBeLessThanOrEqual(1e-15);
  });

  test("documentVectors(texts) and queryVector(query) have the scores as inner products", () => {
    const engine = new SearchEngine({ documents, seed: 1, dtype: "float64" });
    const texts = ["apple pie", "…", "a car"];
    const [vectors, query] = [engine.documentVectors(texts), engine.queryVector("apples")];
    const products = toArray(ops.matmul(vectors, ops.reshape(query, [128, 1])));
    expect((products as number[][]).flat()).toEqual(toArray(engine.forward("apples", texts).scores));
    expect(engine.documentVectors([]).shape).toEqual([0, 128]);
    expect(toArray(engine.queryVector("…"))).toEqual(Array.from({ length: 128 }, () => 0));
  });

  test("calls at the same time find what calls one after another do", async () => {
    const [engine, other] = [0, 1].map(() => new SearchEngine({ documents, seed: 1 })) as [SearchEngine, SearchEngine];
    const queries = ["apple", "car", "rain", "money"];
    const together = await Promise.all(queries.map((query) => engine.search(query)));
    for (const [i, query] of queries.entries()) expect(together[i]).toEqual(await other.search(query));
    const [, , left] = await Promise.all([
      engine.remove(["pie"]),
      engine.encode(),
      engine.search("apple pie", { k: 9 }),
    ]);
    expect(left.map(({ id }) => id).sort()).toEqual(["rain", "taxi"]);
    engine.add([documents[0]!]);
    expect(await engine.search("apple")).toEqual(together[0]);
  });

  test("of a text the first 512 words are read", async () => {
    const long = `apple ${"and ".repeat(511)}`;
    const engine = new SearchEngine({ documents: [{ id: "long", text: `${long}taxi` }], seed: 1, dtype: "float64" });
    const { scores, documents } = engine.forward("taxi", [long, `${long}taxi`]);
    expect(scores.get(0)).toBe(scores.get(1));
    expect(documents.map(({ words }) => words.length)).toEqual([512, 512]);
    expect((await engine.search("taxi"))[0]!.score).toBeCloseTo(scores.get(0), 6);
  });

  test("nothing is found for a query without words, nor a document without them", async () => {
    const engine = new SearchEngine({ documents, seed: 1 });
    expect(await engine.search(" …!")).toEqual([]);
    expect((await engine.search("cake", { k: 99 })).map(({ id }) => id)).not.toContain("nothing");
    expect(toArray(engine.forward("", ["apple"]).scores)).toEqual([0]);
  });

  test("the same seed gives the same parameters, another others", () => {
    const of = (seed: number) => digest(new SearchEngine({ documents, seed }).params);
    const seventh = of(7);
    expect(of(7)).toBe(seventh);
    expect(of(8)).not.toBe(seventh);
  });

  test("modules can be replaced", async () => {
    const modules = { query: encoders.meanPooling(), document: encoders.meanPooling() };
    const engine = new SearchEngine({ documents, seed: 1, dtype: "float64", modules });
    expect(engine.forward("a rainbow", ["taxi"]).query.weights).toEqual([0.5, 0.5]);
  });
});
