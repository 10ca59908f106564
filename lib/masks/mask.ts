import { ArgumentError, describe } from "../tensor/argument-error.ts";

/**
 * Which keys each query may attend to: a predicate, with optional bounds outside which it is false.
 *
 * `i` is the query's place, `j` the key's, and `lead` the index over the leading batch axes.
 */
export interface Mask {
  allows(i: number, j: number, lead: readonly number[]): boolean;
  /** A range [from, to) of keys outside which `allows` is false for query `i`; it may reach beyond the keys. */
  bounds?(i: number, lead: readonly number[]): readonly [from: number, to: number];
  /** Is `allows` true everywhere within the bounds? Then nobody needs to ask it. */
  readonly exact?: boolean;
}

/** Is `value` a mask? */
export function isMask(value: unknown): value is Mask {
  return typeof (value as Mask | null | undefined)?.allows === "function";
}

/** Throw unless `value` is a mask. */
export function expectMask(caller: string, argument: string, value: unknown): asserts value is Mask {
  if (!isMask(value)) throw new ArgumentError(caller, argument, describe(value), "a mask");
}
