import type { Value } from "../../autodiff/variable.ts";
import { multiply, relu } from "../../ops/index.ts";
import {
  ArgumentError,
  expectBoolean,
  expectFunction,
  expectInteger,
  expectOptions,
} from "../../tensor/argument-error.ts";
import { zeros } from "../../tensor/create.ts";
import type { Random } from "../../tensor/random.ts";
import { shapes } from "../../tensor/shapes.ts";
import { type DType, expectDType, type Tensor } from "../../tensor/tensor.ts";
import { fanInUniform } from "../fan-in-uniform.ts";
import { linear } from "../linear.ts";

/** The parameters of `feedForward`; with V, the layer is gated. */
export interface FeedForwardParams<T extends Value = Tensor> {
  /** [d_in, h] */
  readonly W1: T | Tensor;
  /** [h] */
  readonly b1?: T | Tensor;
  /** [d_in, h] */
  readonly V?: T | Tensor;
  /** [h] */
  readonly c?: T | Tensor;
  /** [h, d_out] */
  readonly W2: T | Tensor;
  /** [d_out] */
  readonly b2?: T | Tensor;
}

/** The sizes of a feed-forward layer, whether it is gated (by default not), and has biases (by default it has). */
export interface FeedForwardSizes {
  readonly input: number;
  readonly hidden: number;
  readonly output: number;
  readonly gated?: boolean;
  readonly bias?: boolean;
}

/** A function of every hidden number by itself. */
export type Activation = <T extends Value>(x: T | Tensor) => T;

/** What makes the layer more than a linear one. */
export interface FeedForwardOptions {
  /** Of the hidden numbers; by default `ops.relu`. */
  readonly activation?: Activation;
}

/**
 * Random weights for `feedForward`, uniform in ±1/√(inputs of the sum), and biases of 0.
 *
 * @example
 * ```ts
 * const { W1, W2 } = layers.initialiseFeedForward(random(1), { input: 3, hidden: 5, output: 2 });
 * [...W1.shape, ...W2.shape]; // [3, 5, 5, 2]
 * ```
 *
 * @throws ArgumentError when a size is not a whole number above 0.
 */
export function initialiseFeedForward(
  random: Random,
  sizes: FeedForwardSizes,
  dtype: DType = "float64",
): FeedForwardParams {
  const caller = "layers.initialiseFeedForward";
  expectOptions(caller, sizes, ["input", "hidden", "output", "gated", "bias"], "sizes");
  const { input, hidden, output, gated = false, bias = true } = sizes;
  expectInteger(caller, "input", input, 1);
  expectInteger(caller, "hidden", hidden, 1);
  expectInteger(caller, "output", output, 1);
  expectBoolean(caller, "gated", gated);
  expectBoolean(caller, "bias", bias);
  expectDType(caller, dtype);
  const inward = (): Tensor => fanInUniform(random, [input, hidden], input, dtype);
  const zero = (length: number): Tensor => zeros([length], dtype);
  return {
    W1: inward(),
    ...(bias ? { b1: zero(hidden) } : {}),
    ...(gated ? { V: inward() } : {}),
    ...(gated && bias ? { c: zero(hidden) } : {}),
    W2: fanInUniform(random, [hidden, output], hidden, dtype),
    ...(bias ? { b2: zero(output) } : {}),
  };
}

/**
 * Two linear layers with an activation f between: f(x·W₁ + b₁)·W₂ + b₂, each token by itself. With V, its hidden
 * numbers are gated: (f(x·W₁ + b₁) ⊙ (x·V + c))·W₂ + b₂, which under `ops.silu` is SwiGLU.
 *
 * Vaswani et al. 2017, "Attention Is All You Need", Eq. 2; Shazeer 2020, "GLU Variants Improve Transformer", Eq. 6.
 *
 * @example
 * ```ts
 * const [W1, W2, V] = [tensor([[1, -1]]), tensor([[10], [1]]), tensor([[1, 1]])];
 * toArray(layers.feedForward({ W1, W2 }, tensor([3]))); // [30]
 * toArray(layers.feedForward({ W1, W2 }, tensor([-3]))); // [3]
 * toArray(layers.feedForward({ W1, W2, V }, tensor([3]))); // [90]
 * ```
 *
 * @param x […, d_in]
 * @returns […, d_out]
 * @throws ArgumentError when shapes or dtypes do not fit, or the activation is not a function.
 */
export function feedForward(params: FeedForwardParams, x: Tensor, options?: FeedForwardOptions): Tensor;
export function feedForward<T extends Value>(
  params: FeedForwardParams<T> | FeedForwardParams,
  x: T | Tensor,
  options?: FeedForwardOptions,
): T;
export function feedForward(params: FeedForwardParams<Value>, x: Value, options: FeedForwardOptions = {}): Value {
  const caller = "layers.feedForward";
  expectOptions(caller, params, ["W1", "b1", "V", "c", "W2", "b2"], "params");
  expectOptions(caller, options, ["activation"]);
  const { W1, b1, V, c, W2, b2 } = params;
  const { activation = relu } = options;
  shapes(caller, {
    x: [x, "… d_in"],
    W1: [W1, "d_in h"],
    ...(b1 === undefined ? {} : { b1: [b1, "h"] as const }),
    ...(V === undefined ? {} : { V: [V, "d_in h"] as const }),
    ...(c === undefined ? {} : { c: [c, "h"] as const }),
    W2: [W2, "h d_out"],
    ...(b2 === undefined ? {} : { b2: [b2, "d_out"] as const }),
  });
  if (c !== undefined && V === undefined)
    throw new ArgumentError(caller, "c", "no V beside it", "the gate it belongs to");
  expectFunction(caller, "activation", activation);
  const hidden = activation<Value>(affine(x, W1, b1)); // […, h]
  const gated = V === undefined ? hidden : multiply<Value>(hidden, affine(x, V, c));
  return affine(gated, W2, b2);
}

const affine = (x: Value, W: Value, b: Value | undefined): Value =>
  linear<Value>(b === undefined ? { W } : { W, b }, x);
