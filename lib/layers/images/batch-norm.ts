import { tensorOf, type Value } from "../../autodiff/variable.ts";
import { sumTo } from "../../ops/broadcast-to.ts";
import { add, divide, multiply, reshape, sqrt, square, subtract } from "../../ops/index.ts";
import { ArgumentError, describe, expectInteger, expectObject, expectOptions } from "../../tensor/argument-error.ts";
import { ones, zeros } from "../../tensor/create.ts";
import { expectTensor, shapes } from "../../tensor/shapes.ts";
import { type DType, expectDType, sizeOf, type Tensor } from "../../tensor/tensor.ts";

/** The parameters of `batchNorm`. */
export interface BatchNormParams<T extends Value = Tensor> {
  /** γ, [C] */
  readonly gain: T | Tensor;
  /** β, [C] */
  readonly bias: T | Tensor;
}

/** What was seen of each channel in training so far. */
export interface BatchStatistics {
  /** [C] */
  readonly mean: Tensor;
  /** [C] */
  readonly variance: Tensor;
}

/** Which statistics normalise, and how those of a batch enter the running ones. */
export interface BatchNormOptions {
  /** The statistics of earlier batches. */
  readonly running: BatchStatistics;
  /** In training (by default not) the batch is normalised by its own statistics, and moves the running ones. */
  readonly training?: boolean;
  /** How far a batch moves the running statistics: 0.1 of the way by default. */
  readonly momentum?: number;
  /** ε, added to the variance: 1e-5 by default. */
  readonly epsilon?: number;
}

/** What batch normalisation gives. */
export interface BatchNorm<T extends Value = Tensor> {
  /** […, C, H, W] */
  readonly output: T;
  /** The statistics to hand to the next call; in training new ones, else those given. */
  readonly running: BatchStatistics;
}

/**
 * The parameters of `batchNorm` to start with: gain 1, bias 0, and running statistics of mean 0 and variance 1.
 *
 * @example
 * ```ts
 * toArray(layers.initialiseBatchNorm({ channels: 2 }).params.gain); // [1, 1]
 * ```
 *
 * @throws ArgumentError when `channels` is not a whole number above 0.
 */
export function initialiseBatchNorm(
  sizes: { readonly channels: number },
  dtype: DType = "float64",
): { params: BatchNormParams; running: BatchStatistics } {
  const caller = "layers.initialiseBatchNorm";
  expectOptions(caller, sizes, ["channels"], "sizes");
  const { channels } = sizes;
  expectInteger(caller, "channels", channels, 1);
  expectDType(caller, dtype);
  return {
    params: { gain: ones([channels], dtype), bias: zeros([channels], dtype) },
    running: { mean: zeros([channels], dtype), variance: ones([channels], dtype) },
  };
}

/**
 * Batch normalisation of images: γ·(x − μ) / √(σ² + ε) + β, channel by channel.
 *
 * In training μ and σ² are the mean and variance of the channel over all leading axes, rows and columns, and the
 * running statistics move towards them: running + momentum·(batch − running), with the unbiased variance. Otherwise
 * they are the running statistics, and every image is normalised by itself. Nothing is changed in place: the new
 * statistics are returned.
 *
 * Ioffe & Szegedy 2015, "Batch Normalization", Algorithms 1 and 2; the moving averages are from §3.1.
 *
 * @example
 * ```ts
 * const { params, running } = layers.initialiseBatchNorm({ channels: 1 });
 * const seen = layers.batchNorm(params, tensor([[[[-1, 1]]]]), { running, training: true, epsilon: 1e-12 });
 * [allClose(seen.output, tensor([[[[-1, 1]]]])), seen.running.variance.get(0).toFixed(2)]; // [true, "1.10"]
 * ```
 *
 * @param x […, C, H, W]
 * @throws ArgumentError when shapes, dtypes or options do not fit, or a batch in training has one number a channel.
 */
export function batchNorm(params: BatchNormParams, x: Tensor, options: BatchNormOptions): BatchNorm;
export function batchNorm<T extends Value>(
  params: BatchNormParams<T>,
  x: T | Tensor,
  options: BatchNormOptions,
): BatchNorm<T>;
export function batchNorm(params: BatchNormParams<Value>, x: Value, options: BatchNormOptions): BatchNorm<Value> {
  const { C, running, training, momentum, epsilon } = checked(params, x, options);
  const perChannel = (v: Value): Value => reshape<Value>(v, [C, 1, 1]);
  const normalised = (mean: Value, variance: Value): Value => {
    const scale = divide<Value>(perChannel(params.gain), sqrt<Value>(add<Value>(variance, epsilon)));
    return add<Value>(multiply<Value>(subtract<Value>(x, mean), scale), perChannel(params.bias));
  };
  if (!training) return { output: normalised(perChannel(running.mean), perChannel(running.variance)), running };
  const count = sizeOf(x.shape) / C;
  const mean = divide<Value>(sumTo(x, [C, 1, 1]), count);
  const variance = divide<Value>(sumTo(square<Value>(subtract<Value>(x, mean)), [C, 1, 1]), count);
  const moved = (before: Tensor, batch: Value, factor: number): Tensor => {
    const now = multiply(reshape(tensorOf(batch), [C]), factor);
    return add(before, multiply(subtract(now, before), momentum));
  };
  return {
    output: normalised(mean, variance),
    running: {
      mean: moved(running.mean, mean, 1),
      variance: moved(running.variance, variance, count / (count - 1)),
    },
  };
}

function checked(params: BatchNormParams<Value>, x: Value, options: BatchNormOptions) {
  const caller = "layers.batchNorm";
  expectObject(caller, "params", params);
  expectOptions(caller, options, ["running", "training", "momentum", "epsilon"]);
  const { running, training = false, momentum = 0.1, epsilon = 1e-5 } = options;
  expectObject(caller, "running", running);
  expectTensor(caller, "running.mean", running.mean);
  expectTensor(caller, "running.variance", running.variance);
  const { C } = shapes(caller, {
    x: [x, "… C H W"],
    gain: [params.gain, "C"],
    bias: [params.bias, "C"],
    "running.mean": [running.mean, "C"],
    "running.variance": [running.variance, "C"],
  });
  if (typeof training !== "boolean") throw new ArgumentError(caller, "training", describe(training), "true or false");
  if (!(typeof momentum === "number" && momentum >= 0 && momentum <= 1)) {
    throw new ArgumentError(caller, "momentum", describe(momentum), "a number from 0 to 1");
  }
  if (!(typeof epsilon === "number" && epsilon >= 0 && epsilon < Number.POSITIVE_INFINITY)) {
    throw new ArgumentError(caller, "epsilon", describe(epsilon), "a finite number, at least 0");
  }
  if (training && sizeOf(x.shape) === C) {
    throw new ArgumentError(caller, "x", `shape [${x.shape.join(", ")}]`, "more than one number a channel in training");
  }
  return { C, running, training, momentum, epsilon };
}
