import type { Value } from "../autodiff/variable.ts";
import { matmul } from "../ops/index.ts";
import { expectOptions } from "../tensor/argument-error.ts";
import { shapes } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type Attention, attend } from "./attend.ts";
import { type AttentionOptions, expectAttentionOptions } from "./attention-weights.ts";

/** The projections of self-attention; one that is left out is the identity. */
export interface SelfAttentionParams<T extends Value = Tensor> {
  /** [d, d_q] */
  readonly Wq?: T | Tensor;
  /** [d, d_k] */
  readonly Wk?: T | Tensor;
  /** [d, d_v] */
  readonly Wv?: T | Tensor;
}

/**
 * Self-attention: attend(x·Wq, x·Wk, x·Wv). A sequence asks itself.
 *
 * Vaswani et al. 2017, "Attention Is All You Need", §3.2.3.
 *
 * @example
 * ```ts
 * const { output } = selfAttention(tensor([[2], [4]]), { Wq: zeros([1, 1]) }, { mask: masks.causal() });
 * toArray(output); // [[2], [3]]
 * ```
 *
 * @param x […, n, d]
 * @throws ArgumentError when the projections do not fit x, or the options do not fit.
 */
export function selfAttention(x: Tensor, params?: SelfAttentionParams, options?: AttentionOptions): Attention;
export function selfAttention<T extends Value = Tensor>(
  x: T | Tensor,
  params?: SelfAttentionParams<T>,
  options?: AttentionOptions<T>,
): Attention<T>;
export function selfAttention(
  x: Value,
  params: SelfAttentionParams<Value> = {},
  options: AttentionOptions<Value> = {},
): Attention<Value> {
  const caller = "selfAttention";
  expectOptions(caller, params, ["Wq", "Wk", "Wv"], "params");
  const { Wq, Wk, Wv } = params;
  const { n, lead } = shapes(caller, {
    x: [x, "… n d"],
    ...(Wq === undefined ? {} : { Wq: [Wq, "d d_q"] as const }),
    ...(Wk === undefined ? {} : { Wk: [Wk, "d d_k"] as const }),
    ...(Wv === undefined ? {} : { Wv: [Wv, "d d_v"] as const }),
  });
  expectAttentionOptions(caller, options, x, [...lead, n, n]);
  const [q, k, v] = [Wq, Wk, Wv].map((W) => (W === undefined ? x : matmul<Value>(x, W)));
  return attend<Value>(q, k, v, options);
}
