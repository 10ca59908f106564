import fc from "fast-check";
import ndarray from "ndarray";
import { type Mask, masks } from "../../../lib/index.ts";

/** What a mask is by its definition, without bounds. */
export type Predicate = (i: number, j: number, lead: readonly number[]) => boolean;

/** A mask, beside its definition and how it is written. */
export interface Composition {
  readonly call: string;
  readonly mask: Mask;
  readonly allows: Predicate;
}

/** The sizes that masks made for one size (ids, lengths, tensors) are made for. */
export const sizes = { lead: [2, 3], n: 5, m: 7 } as const;

const bit = fc.constantFrom(0, 1);
const count = fc.integer({ min: 0, max: 8 });

const simple: fc.Arbitrary<Composition> = fc.oneof(
  fc.integer({ min: -8, max: 8 }).map((offset) => ({
    call: `causal({ offset: ${offset} })`,
    mask: masks.causal({ offset }),
    allows: (i: number, j: number) => j - i <= offset,
  })),
  fc.tuple(count, count).map(([left, right]) => ({
    call: `slidingWindow(${left}, ${right})`,
    mask: masks.slidingWindow(left, right),
    allows: (i: number, j: number) => i - j <= left && j - i <= right,
  })),
  count.map((n) => ({ call: `prefix(${n})`, mask: masks.prefix(n), allows: (_: number, j: number) => j < n })),
  fc.array(count, { minLength: 2, maxLength: 2 }).map((lengths) => ({
    call: `padding([${lengths}])`,
    mask: masks.padding(lengths),
    allows: (_: number, j: number, lead: readonly number[]) => j < lengths[lead[0]!]!,
  })),
  fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 7, maxLength: 7 }).map((ids) => ({
    call: `documents([${ids}])`,
    mask: masks.documents(ids),
    allows: (i: number, j: number) => ids[i] === ids[j],
  })),
  fc.array(bit, { minLength: 3 * 5 * 7, maxLength: 3 * 5 * 7 }).map((bits) => ({
    call: "fromTensor(t of [3, 5, 7])",
    mask: masks.fromTensor(ndarray(Uint8Array.from(bits), [3, 5, 7])),
    allows: (i: number, j: number, lead: readonly number[]) => bits[(lead[1]! * 5 + i) * 7 + j] === 1,
  })),
);

const { mask } = fc.letrec<{ mask: Composition }>((tie) => {
  const parts = fc.array(tie("mask"), { maxLength: 3 });
  return {
    mask: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      simple,
      parts.map((of) => ({
        call: `and(${of.map(({ call }) => call)})`,
        mask: masks.and(...of.map((part) => part.mask)),
        allows: (i: number, j: number, lead: readonly number[]) => of.every(({ allows }) => allows(i, j, lead)),
      })),
      parts.map((of) => ({
        call: `or(${of.map(({ call }) => call)})`,
        mask: masks.or(...of.map((part) => part.mask)),
        allows: (i: number, j: number, lead: readonly number[]) => of.some(({ allows }) => allows(i, j, lead)),
      })),
      tie("mask").map((of) => ({
        call: `not(${of.call})`,
        mask: masks.not(of.mask),
        allows: (i: number, j: number, lead: readonly number[]) => !of.allows(i, j, lead),
      })),
    ),
  };
});

/** Masks of every kind, and what `and`, `or` and `not` make of them. */
export const compositions: fc.Arbitrary<Composition> = mask;
