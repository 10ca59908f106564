import ndarray from "ndarray";
import { describe, expect, test } from "vitest";
import { type MaskRows, maskRows } from "../../../lib/attention/mask-rows.ts";
import { masks } from "../../../lib/index.ts";

const batches = [0, 1, 2, 3, 4, 5];
const rowsOf = (mask: Parameters<typeof maskRows>[1]): MaskRows => maskRows("test", mask, [3, 2, 5, 7]);

describe("maskRows(mask, shape).groups(batches)", () => {
  test("is one group without a mask", () => {
    expect(rowsOf(undefined).groups(batches)).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("is one group for an exact mask that does not look at the batch entry", () => {
    expect(rowsOf(masks.causal()).groups(batches)).toEqual([0, 0, 0, 0, 0, 0]);
    expect(rowsOf(masks.slidingWindow(2, 1)).groups([3, 4])).toEqual([3, 3]);
  });

  test("parts neighbours whose exact bounds differ, in their beginning or in their end", () => {
    const mask = masks.and(masks.padding([4, 6, 6]), masks.causal({ offset: 2 }));
    expect(rowsOf(mask).groups(batches)).toEqual([0, 0, 2, 2, 2, 2]);
    const late = { allows: () => true, bounds: (_: number, [b]: readonly number[]) => [b!, 7] as const, exact: true };
    expect(rowsOf(late).groups(batches)).toEqual([0, 0, 2, 2, 4, 4]);
  });

  test("is a group for each entry where only asking tells", () => {
    expect(rowsOf(masks.or(masks.causal(), masks.prefix(2))).groups(batches)).toEqual(batches);
  });

  test("is where a tensor's matrix begins", () => {
    const ones = ndarray(new Uint8Array(3 * 5 * 7).fill(1), [3, 1, 5, 7]);
    expect(rowsOf(ones).groups(batches)).toEqual([0, 0, 35, 35, 70, 70]);
  });
});
