import { expectInteger } from "../tensor/argument-error.ts";
import type { Mask } from "./mask.ts";

/**
 * Every query may attend to the first n keys. `or(prefix(n), causal())` is the mask of a prefix language model.
 *
 * Raffel et al. 2020, "Exploring the Limits of Transfer Learning with a Unified Text-to-Text Transformer", §3.2.1.
 *
 * @example
 * ```ts
 * masks.toTensor(masks.prefix(1), 2, 3).data; // [1, 0, 0,  1, 0, 0]
 * ```
 *
 * @throws ArgumentError when n is not a whole number, at least 0.
 */
export function prefix(n: number): Mask {
  expectInteger("masks.prefix", "n", n, 0);
  return {
    allows: (_, j) => j < n,
    bounds: () => [0, n],
    exact: true,
  };
}
