import { describe, expect, test } from "vitest";
import { maskRows } from "../../../lib/attention/mask-rows.ts";
import {
  MaskBits,
  plannedScores,
  planTiles,
  type TilePlan,
  tileKeys,
  tileQueries,
} from "../../../lib/attention/tile-plan.ts";
import { type Mask, masks } from "../../../lib/index.ts";

const planOf = (mask: Mask | undefined, n: number, m: number): { tiles: TilePlan; bits: Uint8Array } => {
  const bits = new MaskBits();
  return { tiles: planTiles(maskRows("test", mask, [n, m]).of(0), n, m, bits), bits: bits.all() };
};

/** The mask that a plan stands for, and how many scores it computes in vain. */
function read({ tiles, bits }: ReturnType<typeof planOf>, n: number, m: number): number[][] {
  const keyTiles = Math.ceil(m / tileKeys);
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: m }, (_, j) => {
      const at = (Math.floor(i / tileQueries) * keyTiles + Math.floor(j / tileKeys)) * 3;
      const [from, to, start] = [tiles[at]!, tiles[at + 1]!, tiles[at + 2]!];
      const key = j % tileKeys;
      if (key < from || key >= to) return 0;
      return start < 0 ? 1 : (bits[start + key]! >> (i % tileQueries)) & 1;
    }),
  );
}

const kinds: readonly [string, Mask | undefined][] = [
  ["no mask", undefined],
  ["causal", masks.causal()],
  ["causal with an offset", masks.causal({ offset: -50 })],
  ["sliding window", masks.slidingWindow(3, 17)],
  ["documents", masks.documents(Array.from({ length: 211 }, (_, i) => Math.floor(i / 30)))],
  ["prefix or causal", masks.or(masks.prefix(20), masks.causal())],
  ["not causal", masks.not(masks.causal())],
  ["padding", masks.padding([100])],
  ["nothing", masks.padding([0])],
];

describe("planTiles(row, n, m) holds the mask", () => {
  test.each(kinds)("%s", (_, mask) => {
    for (const [n, m] of [
      [131, 211],
      [8, 96],
      [1, 1],
      [17, 97],
      [86, 1],
    ] as const) {
      const expected = Array.from({ length: n }, (_, i) =>
        Array.from({ length: m }, (_, j) => Number(mask?.allows(i, j, []) ?? true)),
      );
      expect(read(planOf(mask, n, m), n, m)).toEqual(expected);
    }
  });
});

describe("plannedScores(plan)", () => {
  const n = 1024;
  const computed = (mask?: Mask): number => plannedScores(planOf(mask, n, n).tiles) / n;

  test("is all of them without a mask", () => expect(computed()).toBe(n));

  // Each query costs its own keys, and those of the 8 queries of its tile.
  test("is those below the diagonal, and up to 7 more a query, when causal", () => {
    expect(computed(masks.causal())).toBeGreaterThanOrEqual((n + 1) / 2);
    expect(computed(masks.causal())).toBeLessThan((n + 1) / 2 + tileQueries);
  });

  test("is those of the window, and up to 7 more a query", () => {
    expect(computed(masks.slidingWindow(31, 0))).toBeLessThan(32 + tileQueries);
    expect(computed(masks.and(masks.causal(), masks.slidingWindow(31, 99)))).toBeLessThan(32 + tileQueries);
  });

  test("is none where nothing is allowed", () => expect(computed(masks.padding([0]))).toBe(0));

  test("needs bits at the edges of exact masks only", () => {
    expect(planOf(masks.causal(), n, n).bits.length).toBeLessThan((n * tileKeys * 2) / tileQueries);
    expect(planOf(undefined, n, n).bits.length).toBe(0);
  });

  test("is no more than from the first to the last allowed key of a tile when the bounds are not known", () => {
    expect(computed({ allows: (_, j) => j === 3 || j === 5 })).toBe(3);
  });

  test("asks an exact mask for its bounds only", () => {
    const mask = { ...masks.causal(), allows: () => expect.unreachable() };
    expect(read(planOf(mask, 20, 120), 20, 120)).toEqual(read(planOf(masks.causal(), 20, 120), 20, 120));
  });
});
