import type { Mask } from "../../masks/mask.ts";
import { padding } from "../../masks/padding.ts";
import { ArgumentError, expectArray } from "../../tensor/argument-error.ts";

/** Sequences of tokens, each as long as it is. */
export type TokenLists = readonly (readonly number[])[];

/** Sequences made equally long. */
export interface PaddedTokens {
  /** B rows of n tokens; padding is token 0. */
  readonly tokens: number[][];
  readonly lengths: number[];
  /** Which tokens are real. */
  readonly mask: Mask;
}

/**
 * Sequences of tokens, padded to the length of the longest.
 *
 * @throws ArgumentError when there are none, or one of them is empty.
 */
export function paddedTokens(caller: string, argument: string, lists: TokenLists): PaddedTokens {
  expectArray(caller, argument, lists);
  if (lists.length === 0) throw new ArgumentError(caller, argument, "length 0", "at least one sequence");
  const lengths = lists.map((list, b) => {
    expectArray(caller, `${argument}[${b}]`, list);
    if (list.length === 0) throw new ArgumentError(caller, `${argument}[${b}]`, "length 0", "at least one token");
    return list.length;
  });
  const n = Math.max(...lengths);
  const tokens = lists.map((list) => [...list, ...new Array<number>(n - list.length).fill(0)]);
  return { tokens, lengths, mask: padding(lengths) };
}
