import { afterEach, describe, expect, test } from "vitest";
import {
  backend,
  dispose,
  masks,
  scaledDotProductAttention,
  setBackend,
  setThreads,
  type Variable,
  vjp,
} from "../../../lib/index.ts";
import { kernels } from "../../../lib/wasm/backend.ts";
import { sample } from "../samples.ts";

const fastest = backend();
afterEach(() => {
  setBackend(fastest);
  setThreads(1);
  dispose();
});

describe("the memory of the kernels", () => {
  test("is the same after 10,000 calls of all kinds as after the first of each", () => {
    const sizes = [11, 29, 41, 17].map((n, i) => [1, 2, 3].map((seed) => sample([i + 1, n, 13], seed, "float32")));
    const round = (i: number): void => {
      const [q, k, v] = sizes[i % sizes.length]!;
      const mask = i % 3 === 0 ? masks.causal() : masks.not(masks.slidingWindow(i % 5, 3));
      if (i % 2 === 0) scaledDotProductAttention(q!, k!, v!, { mask });
      else vjp((x: Variable) => scaledDotProductAttention(x, k!, v!, { mask }), q!).pullback(v!);
    };
    for (let i = 0; i < 60; i++) round(i);
    const [{ size }, before] = [kernels()!, process.memoryUsage().arrayBuffers];
    for (let i = 0; i < 10_000; i++) round(i);
    expect(kernels()!.size).toBe(size);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 2 ** 20);
  });

  test("does not grow with the number of heads", () => {
    const attendWith = (heads: number): number => {
      dispose();
      const [q, k, v] = [1, 2, 3].map((seed) => sample([heads, 1500, 64], seed, "float32"));
      scaledDotProductAttention(q!, k!, v!, { mask: masks.slidingWindow(1, 1) });
      return kernels()!.size;
    };
    expect([attendWith(2) > 3e6, attendWith(24) < 44e6, attendWith(48) < 44e6]).toEqual([true, true, true]);
  });
});
