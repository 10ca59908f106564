import ndarray from "ndarray";
import { describe, expect, test } from "vitest";
import { maskRows } from "../../../lib/attention/mask-rows.ts";
import { MaskBits, planEntries } from "../../../lib/attention/tile-plan.ts";
import { type Mask, masks } from "../../../lib/index.ts";

const [n, m] = [11, 103];
const entries = [0, 1, 2, 3, 4, 5]; // of leading axes [3, 2]
const slotsOf = (mask: Parameters<typeof maskRows>[1]): readonly number[] =>
  planEntries(maskRows("test", mask, [3, 2, n, m]), entries, n, m, new MaskBits()).slots;

describe("planEntries(mask, entries, …) shares a plan", () => {
  test("among all without a mask, or with one that does not look at the batch entry", () => {
    const one = [0, 0, 0, 0, 0, 0];
    expect(slotsOf(undefined)).toEqual(one);
    expect(slotsOf(masks.causal())).toEqual(one);
    expect(slotsOf(masks.or(masks.causal(), masks.prefix(2)))).toEqual(one);
    expect(slotsOf({ allows: (i, j) => (i + j) % 3 > 0 })).toEqual(one);
  });

  test("among the heads of a sequence when the mask looks at the sequence", () => {
    expect(slotsOf(masks.and(masks.padding([4, 50, 101]), masks.causal({ offset: 40 })))).toEqual([0, 0, 1, 1, 2, 2]);
  });

  test("among the sequences when the mask looks at the head", () => {
    const lengths = [7, 60];
    expect(slotsOf({ allows: (_, j, lead) => j < lengths[lead[1]!]! })).toEqual([0, 1, 0, 1, 0, 1]);
  });

  test("with nobody when the mask looks at both, be it in the last row only", () => {
    const late: Mask = { allows: (i, j, lead) => i < n - 1 || j < lead.reduce((a, b) => 2 * a + b, 0) };
    expect(slotsOf(late)).toEqual(entries);
    expect(slotsOf({ allows: (_, j, lead) => j < [...lead].length + 3 })).toEqual(entries);
  });

  test("where a tensor is the same", () => {
    const ones = (...lead: number[]) => ndarray(new Uint8Array(lead[0]! * lead[1]! * n * m).fill(1), [...lead, n, m]);
    expect(slotsOf(ones(3, 1))).toEqual([0, 0, 1, 1, 2, 2]);
    expect(slotsOf(ones(1, 2))).toEqual([0, 1, 0, 1, 0, 1]);
  });
});
