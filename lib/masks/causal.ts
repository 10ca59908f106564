import { expectInteger, expectOptions } from "../tensor/argument-error.ts";
import type { Mask } from "./mask.ts";

/**
 * Query i may attend to keys j ≤ i + offset: to itself and what came before.
 *
 * Offset 0 (the default) aligns the first query with the first key; with m keys of which the last n belong to the
 * n queries, as in decoding with a cache, the offset is m − n.
 *
 * Vaswani et al. 2017, "Attention Is All You Need", §3.2.3.
 *
 * @example
 * ```ts
 * masks.toTensor(masks.causal(), 3, 3).data; // [1, 0, 0,  1, 1, 0,  1, 1, 1]
 * masks.toTensor(masks.causal({ offset: 2 }), 1, 3).data; // [1, 1, 1]
 * ```
 *
 * @throws ArgumentError when `offset` is not a whole number, or an option is unknown.
 */
export function causal(options: { readonly offset?: number } = {}): Mask {
  expectOptions("masks.causal", options, ["offset"]);
  const { offset = 0 } = options;
  expectInteger("masks.causal", "offset", offset, Number.MIN_SAFE_INTEGER);
  return {
    allows: (i, j) => j <= i + offset,
    bounds: (i) => [0, i + offset + 1],
    exact: true,
  };
}
