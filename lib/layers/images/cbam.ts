import type { Value } from "../../autodiff/variable.ts";
import { add, concatenate, matmul, mean, multiply, relu, reshape, sigmoid, transpose } from "../../ops/index.ts";
import { ArgumentError, expectInteger, expectObject, expectOptions } from "../../tensor/argument-error.ts";
import type { Random } from "../../tensor/random.ts";
import { shapes } from "../../tensor/shapes.ts";
import { type DType, expectDType, sizeOf, type Tensor } from "../../tensor/tensor.ts";
import { fanInUniform } from "../fan-in-uniform.ts";
import { conv2d } from "./conv2d.ts";
import { gateChannels, hiddenChannels, type ReducedChannels } from "./gated-channels.ts";
import { globalAveragePool } from "./global-average-pool.ts";
import { maxPool2d } from "./max-pool2d.ts";
import type { SqueezeExcitationParams } from "./squeeze-excitation.ts";

/** The parameters of `cbam`: those of its channel gates, and of its spatial gates. */
export interface CbamParams<T extends Value = Tensor> extends SqueezeExcitationParams<T> {
  /** [1, 2, k, k], k odd: over the channels' mean and maximum. */
  readonly W: T | Tensor;
}

/** C channels, the factor r by which the hidden layer has fewer, and the size k of the spatial kernel (7). */
export interface CbamSizes extends ReducedChannels {
  readonly kernel?: number;
}

/** What `cbam` gives. */
export interface Cbam<T extends Value = Tensor> {
  /** […, C, H, W] */
  readonly output: T;
  /** […, C] */
  readonly channelGates: T;
  /** […, H, W] */
  readonly spatialGates: T;
}

/**
 * Random weights for `cbam`, uniform in ±1/√fan-in.
 *
 * @example
 * ```ts
 * layers.initialiseCbam(random(1), { channels: 8, reduction: 4 }).W.shape; // [1, 2, 7, 7]
 * ```
 *
 * @throws ArgumentError when a size is not a whole number above 0, `reduction` does not divide `channels`, or `kernel`
 *   is even.
 */
export function initialiseCbam(random: Random, sizes: CbamSizes, dtype: DType = "float64"): CbamParams {
  const caller = "layers.initialiseCbam";
  expectOptions(caller, sizes, ["channels", "reduction", "kernel"], "sizes");
  const { channels, kernel = 7 } = sizes;
  const hidden = hiddenChannels(caller, sizes);
  expectInteger(caller, "kernel", kernel, 1);
  if (kernel % 2 === 0) throw new ArgumentError(caller, "kernel", `value ${kernel}`, "an odd number");
  expectDType(caller, dtype);
  const W1 = fanInUniform(random, [hidden, channels], channels, dtype);
  const W2 = fanInUniform(random, [channels, hidden], hidden, dtype);
  return { W1, W2, W: fanInUniform(random, [1, 2, kernel, kernel], 2 * kernel ** 2, dtype) };
}

/**
 * The convolutional block attention module: gates for the channels, then gates for the places.
 *
 * Channels: M_c = σ(mlp(mean over the image) + mlp(maximum over the image)) with mlp(z) = W₂·ReLU(W₁·z), and x′ = M_c·x.
 * Places: M_s = σ(W ∗ [mean over the channels of x′; maximum over the channels of x′]), and output = M_s·x′. The
 * convolution keeps the image's size.
 *
 * Woo et al. 2018, "CBAM: Convolutional Block Attention Module", Eq. 1–3; without biases and batch normalisation.
 *
 * @example
 * ```ts
 * const params = layers.initialiseCbam(random(1), { channels: 4, reduction: 2, kernel: 3 });
 * const { output, channelGates, spatialGates } = layers.cbam(params, random(2).normal([5, 4, 6, 7]));
 * [output.shape, channelGates.shape, spatialGates.shape]; // [[5, 4, 6, 7], [5, 4], [5, 6, 7]]
 * ```
 *
 * @param x […, C, H, W]
 * @throws ArgumentError when shapes or dtypes do not fit, or k is even.
 */
export function cbam(params: CbamParams, x: Tensor): Cbam;
export function cbam<T extends Value>(params: CbamParams<T>, x: T | Tensor): Cbam<T>;
export function cbam(params: CbamParams<Value>, x: Value): Cbam<Value> {
  const caller = "layers.cbam";
  expectObject(caller, "params", params);
  const { W1, W2, W } = params;
  const {
    C,
    H,
    W: width,
    k,
    lead,
  } = shapes(caller, { x: [x, "… C H W"], W1: [W1, "h C"], W2: [W2, "C h"], W: [W, "one two k k"] });
  if (W.shape[0] !== 1 || W.shape[1] !== 2 || k % 2 === 0) {
    throw new ArgumentError(caller, "W", `shape [${W.shape.join(", ")}]`, "[1, 2, k, k] with k odd");
  }

  const mlp = (z: Value): Value => {
    const rows = reshape<Value>(z, [sizeOf(lead), C]);
    return matmul<Value>(relu<Value>(matmul<Value>(rows, transpose<Value>(W1))), transpose<Value>(W2));
  };
  const largest = maxPool2d<Value>(x, { size: [H, width] }); // […, C, 1, 1]
  const scores = add<Value>(mlp(globalAveragePool<Value>(x)), mlp(largest)); // [images, C]
  const { output, gates } = gateChannels(x, reshape<Value>(sigmoid<Value>(scores), [...lead, C]));

  // As an image of one channel, C rows and a column for each place, so that pooling is over the channels.
  const columns = reshape<Value>(output, [...lead, 1, C, H * width]);
  const image = [...lead, 1, H, width];
  const means = reshape<Value>(mean<Value>(columns, { axis: -2 }), image);
  const maxima = reshape<Value>(maxPool2d<Value>(columns, { size: [C, 1] }), image);
  const pooled = concatenate<Value>([means, maxima], { axis: lead.length }); // […, 2, H, W]
  const spatial = sigmoid<Value>(conv2d<Value>({ W }, pooled, { padding: (k - 1) / 2 })); // […, 1, H, W]
  return {
    output: multiply<Value>(output, spatial),
    channelGates: gates,
    spatialGates: reshape<Value>(spatial, [...lead, H, width]),
  };
}
