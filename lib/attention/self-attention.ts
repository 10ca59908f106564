import type { Value } from "../autodiff/variable.ts";
import { matmul } from "../ops/index.ts";
import { expectObject } from "../tensor/argument-error.ts";
import { shapes } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { type Attention, attend } from "./attend.ts";
import type { AttentionOptions } from "./attention-weights.ts";

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
 * @throws ArgumentError when the projections do not fit x, or as `attend` does.
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
  expectObject("selfAttention", "params", params);
  shapes("selfAttention", { x: [x, "… n d"] });
  const projected = (["Wq", "Wk", "Wv"] as const).map((name) => {
    const W = params[name];
    if (W === undefined) return x;
    shapes("selfAttention", { x: [x, "… n d"], [name]: [W, "d e"] });
    return matmul<Value>(x, W);
  });
  const [q, k, v] = projected;
  return attend<Value>(q, k, v, options);
}
