import fc from "fast-check";
import ndarray from "ndarray";
import { describe, expect, test } from "vitest";
import { type Mask, masks } from "../../../lib/index.ts";
import { places } from "../layouts.ts";
import { compositions, sizes } from "./compositions.ts";

const { and, causal, documents, fromTensor, not, or, padding, prefix, slidingWindow, toTensor } = masks;

/** Rows of 1 (allowed) and 0. */
const drawn = (mask: Mask, n: number, m: number, lead: readonly number[] = []): string[] =>
  Array.from({ length: n }, (_, i) => Array.from({ length: m }, (_, j) => Number(mask.allows(i, j, lead))).join(""));

describe("masks.causal({ offset })", () => {
  test("allows j ≤ i by default", () => {
    expect(drawn(causal(), 3, 5)).toEqual(["10000", "11000", "11100"]);
  });

  test("allows j ≤ i + offset, for positive offsets (a cache) and negative", () => {
    expect(drawn(causal({ offset: 2 }), 3, 5)).toEqual(["11100", "11110", "11111"]);
    expect(drawn(causal({ offset: -1 }), 3, 5)).toEqual(["00000", "10000", "11000"]);
    expect(drawn(causal({ offset: -9 }), 2, 3)).toEqual(["000", "000"]);
  });
});

test("masks.slidingWindow(left, right) allows i − left ≤ j ≤ i + right", () => {
  expect(drawn(slidingWindow(1, 2), 3, 5)).toEqual(["11100", "11110", "01111"]);
  expect(drawn(slidingWindow(0, 0), 3, 3)).toEqual(["100", "010", "001"]);
});

test("masks.prefix(n) allows the first n keys", () => {
  expect(drawn(prefix(2), 2, 3)).toEqual(["110", "110"]);
  expect(drawn(prefix(0), 2, 3)).toEqual(["000", "000"]);
});

test("masks.padding(lengths) allows the first lengths[b] keys of batch entry b, counted along the first leading axis", () => {
  const mask = padding([1, 3, 0]);
  expect([0, 1, 2].map((b) => drawn(mask, 1, 3, [b])[0])).toEqual(["100", "111", "000"]);
  expect(drawn(mask, 1, 3, [1, 2])).toEqual(["111"]);
  expect(drawn(padding([2]), 1, 3)).toEqual(["110"]);
});

test("masks.documents(ids) allows places of the same document", () => {
  expect(drawn(documents([4, 4, 7, 4]), 4, 4)).toEqual(["1101", "1101", "0010", "1101"]);
});

describe("masks.fromTensor(t)", () => {
  test("allows where t is not 0, in any view", () => {
    const t = ndarray(Uint8Array.of(1, 0, 0, 2, 1, 0), [2, 3]);
    expect(drawn(fromTensor(t), 2, 3)).toEqual(["100", "110"]);
    expect(drawn(fromTensor(t.transpose(1, 0)), 3, 2)).toEqual(["11", "01", "00"]);
    expect(drawn(fromTensor(t.step(-1, -1)), 2, 3)).toEqual(["011", "001"]);
  });

  test("repeats along axes of length 1 and missing leading axes", () => {
    expect(drawn(fromTensor(ndarray(Uint8Array.of(1, 0), [1, 2])), 3, 2, [5])).toEqual(["10", "10", "10"]);
    const t = fromTensor(ndarray(Uint8Array.of(1, 0), [2, 1, 1]));
    expect(
      [
        [0, 0],
        [9, 0],
        [9, 1],
      ].map((lead) => drawn(t, 1, 2, lead)[0]),
    ).toEqual(["11", "11", "00"]);
  });
});

describe("masks.and, or, not", () => {
  test("and(…masks) allows what all allow, or(…masks) what any, not(mask) what it does not", () => {
    expect(drawn(and(causal(), slidingWindow(1, 9)), 4, 4)).toEqual(["1000", "1100", "0110", "0011"]);
    expect(drawn(or(prefix(2), causal()), 4, 4)).toEqual(["1100", "1100", "1110", "1111"]);
    expect(drawn(not(causal()), 3, 3)).toEqual(["011", "001", "000"]);
  });

  test("and() allows everything, or() nothing", () => {
    expect([drawn(and(), 1, 3), drawn(or(), 1, 3)]).toEqual([["111"], ["000"]]);
  });

  test("agree with their definitions at every place, for any composition", () => {
    fc.assert(
      fc.property(compositions, ({ mask, allows }) => {
        for (const lead of places(sizes.lead)) {
          for (const [i, j] of places([sizes.n, sizes.m])) expect(mask.allows(i!, j!, lead)).toBe(allows(i!, j!, lead));
        }
      }),
    );
  });
});

describe("bounds", () => {
  test("exclude no allowed key, for any composition", () => {
    fc.assert(
      fc.property(compositions, ({ mask, allows }) => {
        for (const lead of places(sizes.lead)) {
          for (const [i, j] of places([sizes.n, sizes.m])) {
            const [from, to] = mask.bounds?.(i!, lead) ?? [0, sizes.m];
            if (j! < from || j! >= to) expect(allows(i!, j!, lead)).toBe(false);
          }
        }
      }),
    );
  });

  test("are tight for causal, slidingWindow, prefix and padding", () => {
    const tight: [Mask, (i: number) => [number, number]][] = [
      [causal({ offset: 1 }), (i) => [0, i + 2]],
      [slidingWindow(1, 2), (i) => [i - 1, i + 3]],
      [prefix(4), () => [0, 4]],
      [padding([3]), () => [0, 3]],
      [and(causal(), slidingWindow(1, 2)), (i) => [Math.max(0, i - 1), i + 1]],
      [or(prefix(3), slidingWindow(1, 0)), (i) => [Math.min(0, i - 1), Math.max(3, i + 1)]],
      [or(prefix(0), slidingWindow(1, 0)), (i) => [i - 1, i + 1]],
    ];
    for (const [mask, expected] of tight) for (const i of [0, 2, 5]) expect(mask.bounds?.(i, [])).toEqual(expected(i));
    expect([or().bounds?.(3, []), and().bounds?.(3, [])]).toEqual([
      [0, 0],
      [0, Number.POSITIVE_INFINITY],
    ]);
  });

  test("are absent where they would not bound: not(mask), documents, fromTensor, and or(…) with one of them", () => {
    const t = fromTensor(ndarray(Uint8Array.of(1), [1, 1]));
    expect([not(causal()), documents([1]), t, or(causal(), documents([1]))].map((mask) => mask.bounds)).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(and(causal(), documents([1])).bounds?.(2, [])).toEqual([0, 3]);
  });
});

describe("masks.toTensor(mask, n, m, lead)", () => {
  test("is 1 where the mask allows, for any composition", () => {
    fc.assert(
      fc.property(compositions, ({ mask, allows }) => {
        const t = toTensor(mask, sizes.n, sizes.m, sizes.lead);
        expect([t.shape, t.data.constructor]).toEqual([[2, 3, 5, 7], Uint8Array]);
        for (const [a, b, i, j] of places(t.shape))
          expect(t.get(a!, b!, i!, j!)).toBe(Number(allows(i!, j!, [a!, b!])));
      }),
    );
  });

  test("has shape [n, m] without leading axes, and may be empty", () => {
    expect([toTensor(causal(), 2, 3).shape, [...toTensor(causal(), 2, 3).data]]).toEqual([
      [2, 3],
      [1, 0, 0, 1, 1, 0],
    ]);
    expect([toTensor(causal(), 0, 3).shape, toTensor(causal(), 2, 0).shape]).toEqual([
      [0, 3],
      [2, 0],
    ]);
  });

  test("undoes fromTensor", () => {
    const t = ndarray(Uint8Array.of(1, 0, 0, 1, 1, 0), [2, 3]);
    expect([...toTensor(fromTensor(t), 2, 3).data]).toEqual([...t.data]);
  });

  test("takes a mask that someone wrote, and asks nothing outside its bounds", () => {
    const asked: number[] = [];
    const own: Mask = {
      allows(_, j) {
        asked.push(j);
        return true;
      },
      bounds: () => [-3, 2],
    };
    expect([...toTensor(own, 1, 5).data]).toEqual([1, 1, 0, 0, 0]);
    expect(asked).toEqual([0, 1]);
  });
});
