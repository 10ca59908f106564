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
import { refuses } from "../refuses.ts";
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
    cache.append(single(k), single(v));
    expect(cache.keys.dtype).toBe("float32");
  });
});

describe("wrong input", () => {
  const filled = () => {
    const cache = new KeyValueCache();
    cache.append(k, v);
    return cache;
  };
  refuses([
    ["KeyValueCache.keys: cache has length 0, expected something appended", () => new KeyValueCache().keys],
    ["KeyValueCache.values: cache has length 0, expected something appended", () => new KeyValueCache().values],
    [
      "KeyValueCache.append: v has shape [2, 3, 3], expected […, t, d_v] with t = 17 (from k)",
      () => filled().append(k, step(v, 0, 3)),
    ],
    [
      "KeyValueCache.append: v has shape [17, 3], expected the leading axes [2] (from k)",
      () => filled().append(k, sample([17, 3])),
    ],
    [
      "KeyValueCache.append: k has shape [2, 17, 3], expected [2, t, 5] (from what is there)",
      () => filled().append(v, v),
    ],
    [
      "KeyValueCache.append: k has dtype float32, expected float64 (from the cache)",
      () => filled().append(single(k), single(v)),
    ],
    ["KeyValueCache.crop: length has value 18, expected at most 17, the present length", () => filled().crop(18)],
    ["KeyValueCache.crop: length has value -1, expected a whole number, at least 0", () => filled().crop(-1)],
    ["KeyValueCache.select: entries[1] has value 2, expected a batch entry, 0 to 1", () => filled().select([0, 2])],
    [
      "KeyValueCache.select: cache has no leading axis, expected one to select from",
      () => new KeyValueCache().select([0]),
    ],
  ]);

  test("a refused append loses nothing", () => {
    const cache = filled();
    expect(() => cache.append(k, sample([2, 17, 4]))).toThrow("KeyValueCache.append: v has shape [2, 17, 4]");
    expect(largestDifference(cache.keys, k)).toBe(0);
    expect(cache.length).toBe(17);
  });
});
