import { attentionWeights } from "../../attention/attention-weights.ts";
import type { Value } from "../../autodiff/variable.ts";
import type { Normalizer } from "../../normalizers/normalizer.ts";
import { sigmoid } from "../../normalizers/sigmoid.ts";
import { matmul, relu, reshape, transpose } from "../../ops/index.ts";
import { dot } from "../../scores/dot.ts";
import { expectFunction, expectObject, expectOptions } from "../../tensor/argument-error.ts";
import type { Random } from "../../tensor/random.ts";
import { shapes } from "../../tensor/shapes.ts";
import { type DType, expectDType, sizeOf, type Tensor } from "../../tensor/tensor.ts";
import { fanInUniform } from "../fan-in-uniform.ts";
import { type GatedChannels, gateChannels, hiddenChannels, type ReducedChannels } from "./gated-channels.ts";
import { globalAveragePool } from "./global-average-pool.ts";

/** The parameters of `squeezeExcitation`, as the paper writes them: 2C²/r numbers, for h = C/r. */
export interface SqueezeExcitationParams<T extends Value = Tensor> {
  /** [h, C] */
  readonly W1: T | Tensor;
  /** [C, h] */
  readonly W2: T | Tensor;
}

/** The choices of `squeezeExcitation`. */
export interface SqueezeExcitationOptions<T extends Value = Tensor> {
  /** From the scores of the channels to their gates; by default `normalizers.sigmoid()`. */
  readonly normalize?: Normalizer<T> | Normalizer<Tensor>;
}

/**
 * Random weights for `squeezeExcitation`, uniform in ±1/√fan-in.
 *
 * @example
 * ```ts
 * layers.initialiseSqueezeExcitation(random(1), { channels: 8, reduction: 4 }).W1.shape; // [2, 8]
 * ```
 *
 * @throws ArgumentError when a size is not a whole number above 0, or `reduction` does not divide `channels`.
 */
export function initialiseSqueezeExcitation(
  random: Random,
  sizes: ReducedChannels,
  dtype: DType = "float64",
): SqueezeExcitationParams {
  const caller = "layers.initialiseSqueezeExcitation";
  expectOptions(caller, sizes, ["channels", "reduction"], "sizes");
  const { channels } = sizes;
  const hidden = hiddenChannels(caller, sizes);
  expectDType(caller, dtype);
  const W1 = fanInUniform(random, [hidden, channels], channels, dtype);
  return { W1, W2: fanInUniform(random, [channels, hidden], hidden, dtype) };
}

/**
 * Squeeze-and-excitation: every channel of an image is scaled by a gate that all channels' means decide.
 *
 * Squeeze: z_c = the mean of channel c. Excitation: s = σ(W₂·ReLU(W₁·z)). Recalibration: output_c = s_c · x_c.
 *
 * The gates are attention weights: the image asks with the one query ReLU(W₁·z), the rows of W₂ are the channels' keys,
 * and the normaliser is a sigmoid. The channels are gated with them, not summed up, and the gates need not sum to 1.
 *
 * Hu, Shen & Sun 2018, "Squeeze-and-Excitation Networks", Eq. 2–4; like the paper's, without biases.
 *
 * @example
 * ```ts
 * const params = { W1: tensor([[1, 0]]), W2: tensor([[Math.log(3)], [0]]) };
 * const { output, gates } = layers.squeezeExcitation(params, tensor([[[0, 2]], [[4, 4]]]));
 * allClose(gates, tensor([0.75, 0.5])); // true
 * allClose(output, tensor([[[0, 1.5]], [[2, 2]]])); // true
 * ```
 *
 * @param x […, C, H, W]
 * @throws ArgumentError when shapes, dtypes or options do not fit.
 */
export function squeezeExcitation(
  params: SqueezeExcitationParams,
  x: Tensor,
  options?: SqueezeExcitationOptions,
): GatedChannels;
export function squeezeExcitation<T extends Value>(
  params: SqueezeExcitationParams<T>,
  x: T | Tensor,
  options?: SqueezeExcitationOptions<T>,
): GatedChannels<T>;
export function squeezeExcitation(
  params: SqueezeExcitationParams<Value>,
  x: Value,
  options: SqueezeExcitationOptions<Value> = {},
): GatedChannels<Value> {
  const caller = "layers.squeezeExcitation";
  expectObject(caller, "params", params);
  expectOptions(caller, options, ["normalize"]);
  const { W1, W2 } = params;
  const { C } = shapes(caller, { x: [x, "… C H W"], W1: [W1, "h C"], W2: [W2, "C h"] });
  const { normalize = sigmoid() } = options;
  expectFunction(caller, "normalize", normalize);

  const z = globalAveragePool<Value>(x); // […, C]
  const rows = reshape<Value>(z, [sizeOf(z.shape) / C, C]); // one query an image
  const q = relu<Value>(matmul<Value>(rows, transpose<Value>(W1))); // [images, h]
  const weights = attentionWeights<Value>(q, W2, { score: dot(), normalize }); // [images, C]
  return gateChannels(x, reshape<Value>(weights, z.shape));
}
