import { describe, expect, test } from "vitest";
import {
  attend,
  KeyValueCache,
  largestDifference,
  masks,
  scaledDotProductAttention,
  type Tensor,
  toArray,
} from "../../../lib/index.ts";
import { sample, single } from "../samples.ts";

const [q, k, v] = [sample([2, 17, 5], 1), sample([2, 17, 5], 2), sample([2, 17, 3], 3)];
const step = (x: Tensor, from: number, to: number): Tensor => x.lo(0, from, 0).hi(2, to - from, x.shape[2]!) as Tensor;

describe("new KeyValueCache()", () => {
  test.each([[[1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]], [[5, 1, 7, 4]]])(
    "decodes in steps of %j as attend does in one causal pass",
    (steps) => {
      const cache = new KeyValueCache();
      const full = attend(q, k, v, { mask: masks.causal() }).output;
      for (const n of steps) {
        const [from, to] = [cache.length, cache.length + n];
        cache.append(step(k, from, to), step(v, from, to));
        const mask = masks.causal({ offset: cache.length - n });
        const output = scaledDotProductAttention(step(q, from, to), cache.keys, cache.values, { mask });
        expect(largestDifference(output, step(full, from, to))).toBeLessThan(1e-12);
      }
      expect(cache.length).toBe(17);
    },
  );

  test("crop(length) takes the last back, and append goes on from there", () => {
    const cache = new KeyValueCache();
    cache.append(step(k, 0, 9), step(v, 0, 9));
    cache.crop(4);
    expect(cache.length).toBe(4);
    cache.append(step(k, 4, 17), step(v, 4, 17));
    expect(largestDifference(cache.keys, k)).toBe(0);
    expect(largestDifference(cache.values, v)).toBe(0);
  });

  test("select(entries) keeps batch entries in that order, and appends to each by itself", () => {
    const cache = new KeyValueCache();
    cache.append(step(k, 0, 3), step(v, 0, 3));
    cache.select([1, 1, 0]);
    const rows = toArray(k) as number[][][];
    expect(toArray(cache.keys)).toEqual([1, 1, 0].map((b) => rows[b]!.slice(0, 3)));
    const more = sample([3, 2, 5], 7);
    cache.append(more, sample([3, 2, 3], 8));
    expect(cache.keys.shape).toEqual([3, 5, 5]);
    expect(toArray(cache.keys.lo(0, 3, 0) as Tensor)).toEqual(toArray(more));
  });

  test("keeps copies: what is appended may change afterwards", () => {
    const cache = new KeyValueCache();
    const mine = sample([3, 5], 1);
    cache.append(mine, sample([3, 2], 2));
    const before = toArray(cache.keys);
    mine.set(0, 0, 99);
    expect(toArray(cache.keys)).toEqual(before);
  });

  test("keeps float32", () => {
    const cache = new KeyValueCache();
    for (const [from, to] of [
      [0, 3],
      [3, 17],
    ] as const) {
      cache.append(step(single(k), from, to), step(single(v), from, to));
    }
    expect([cache.keys.dtype, cache.values.dtype]).toEqual(["float32", "float32"]);
    expect([largestDifference(cache.keys, single(k)), largestDifference(cache.values, single(v))]).toEqual([0, 0]);
    cache.select([1]);
    expect([cache.keys.dtype, toArray(cache.values)]).toEqual(["float32", [(toArray(single(v)) as number[][][])[1]]]);
  });
});

test("a refused append loses nothing", () => {
  const cache = new KeyValueCache();
  cache.append(k, v);
  expect(() => cache.append(k, sample([2, 17, 4]))).toThrow("KeyValueCache.append: v has shape [2, 17, 4]");
  expect(largestDifference(cache.keys, k)).toBe(0);
  expect(cache.length).toBe(17);
});
