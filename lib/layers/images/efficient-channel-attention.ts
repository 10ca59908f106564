import type { Value } from "../../autodiff/variable.ts";
import { reshape, sigmoid } from "../../ops/index.ts";
import { ArgumentError, expectInteger, expectObject, expectOptions } from "../../tensor/argument-error.ts";
import type { Random } from "../../tensor/random.ts";
import { shapes } from "../../tensor/shapes.ts";
import { type DType, expectDType, type Tensor } from "../../tensor/tensor.ts";
import { fanInUniform } from "../fan-in-uniform.ts";
import { conv2d } from "./conv2d.ts";
import { type GatedChannels, gateChannels } from "./gated-channels.ts";
import { globalAveragePool } from "./global-average-pool.ts";

/** The parameters of `efficientChannelAttention`. */
export interface EfficientChannelAttentionParams<T extends Value = Tensor> {
  /** [k], k odd: how much each channel hears of its neighbours. */
  readonly w: T | Tensor;
}

/** C channels, of which k neighbours decide on each; by default k grows with log₂ C. */
export interface EfficientChannelAttentionSizes {
  readonly channels: number;
  readonly kernel?: number;
}

/**
 * Random weights for `efficientChannelAttention`, uniform in ±1/√k. The default k is |log₂(C)/2 + 1/2|, rounded down,
 * and up by 1 if that is even (Eq. 12 with γ = 2 and b = 1).
 *
 * @example
 * ```ts
 * layers.initialiseEfficientChannelAttention(random(1), { channels: 64 }).w.shape; // [3]
 * ```
 *
 * @throws ArgumentError when a size is not a whole number above 0, or `kernel` is even.
 */
export function initialiseEfficientChannelAttention(
  random: Random,
  sizes: EfficientChannelAttentionSizes,
  dtype: DType = "float64",
): EfficientChannelAttentionParams {
  const caller = "layers.initialiseEfficientChannelAttention";
  expectOptions(caller, sizes, ["channels", "kernel"], "sizes");
  expectInteger(caller, "channels", sizes.channels, 1);
  const whole = Math.floor((Math.log2(sizes.channels) + 1) / 2);
  const { kernel = whole + 1 - (whole % 2) } = sizes;
  expectInteger(caller, "kernel", kernel, 1);
  if (kernel % 2 === 0) throw new ArgumentError(caller, "kernel", `value ${kernel}`, "an odd number");
  expectDType(caller, dtype);
  return { w: fanInUniform(random, [kernel], kernel, dtype) };
}

/**
 * Efficient channel attention: every channel of an image is scaled by a gate that the means of its neighbours decide.
 *
 * z_c = the mean of channel c; gates = σ(w ∗ z), a convolution along the channels, 0 beyond the first and the last;
 * output_c = gates_c · x_c. With k weights in place of the 2C²/r of squeeze-and-excitation, it depends on the order of
 * the channels.
 *
 * Wang et al. 2020, "ECA-Net: Efficient Channel Attention for Deep Convolutional Neural Networks", Eq. 7–9.
 *
 * @example
 * ```ts
 * const x = tensor([[[0]], [[Math.log(3)]], [[0]]]);
 * const { gates } = layers.efficientChannelAttention({ w: tensor([0, 1, 1]) }, x);
 * allClose(gates, tensor([0.75, 0.75, 0.5])); // true
 * ```
 *
 * @param x […, C, H, W]
 * @throws ArgumentError when shapes or dtypes do not fit, or k is even.
 */
export function efficientChannelAttention(params: EfficientChannelAttentionParams, x: Tensor): GatedChannels;
export function efficientChannelAttention<T extends Value>(
  params: EfficientChannelAttentionParams<T>,
  x: T | Tensor,
): GatedChannels<T>;
export function efficientChannelAttention(
  params: EfficientChannelAttentionParams<Value>,
  x: Value,
): GatedChannels<Value> {
  const caller = "layers.efficientChannelAttention";
  expectObject(caller, "params", params);
  const { w } = params;
  const { C, k, lead } = shapes(caller, { x: [x, "… C H W"], w: [w, "k"] });
  if (k % 2 === 0) throw new ArgumentError(caller, "w", `shape [${k}]`, "[k] with k odd");

  const line = reshape<Value>(globalAveragePool<Value>(x), [...lead, 1, 1, C]);
  const W = reshape<Value>(w, [1, 1, 1, k]);
  const mixed = conv2d<Value>({ W }, line, { padding: [0, (k - 1) / 2] }); // […, 1, 1, C]
  return gateChannels(x, sigmoid<Value>(reshape<Value>(mixed, [...lead, C])));
}
