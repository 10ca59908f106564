import { attend } from "../../attention/attend.ts";
import type { Value } from "../../autodiff/variable.ts";
import type { Normalizer } from "../../normalizers/normalizer.ts";
import { softmax } from "../../normalizers/softmax.ts";
import { add, matmul, reshape, transpose } from "../../ops/index.ts";
import { dot } from "../../scores/dot.ts";
import type { Score } from "../../scores/score.ts";
import { expectFunction, expectInteger, expectObject, expectOptions } from "../../tensor/argument-error.ts";
import type { Random } from "../../tensor/random.ts";
import { shapes } from "../../tensor/shapes.ts";
import { type DType, expectDType, type Tensor } from "../../tensor/tensor.ts";
import { fanInUniform } from "../fan-in-uniform.ts";

/** The parameters of `nonLocal`. */
export interface NonLocalParams<T extends Value = Tensor> {
  /** θ, [C, d] */
  readonly Wq: T | Tensor;
  /** φ, [C, d] */
  readonly Wk: T | Tensor;
  /** g, [C, d_v] */
  readonly Wv: T | Tensor;
  /** W_z, [d_v, C] */
  readonly Wo: T | Tensor;
}

/** C channels, and the size d = d_v of queries, keys and values: by default C/2, rounded up. */
export interface NonLocalSizes {
  readonly channels: number;
  readonly hidden?: number;
}

/** The pairwise function f and its normalisation; by default softmax(θ·φ), the paper's embedded Gaussian. */
export interface NonLocalOptions<T extends Value = Tensor> {
  readonly score?: Score<T> | Score<Tensor>;
  readonly normalize?: Normalizer<T> | Normalizer<Tensor>;
}

/** What the non-local block gives. */
export interface NonLocal<T extends Value = Tensor> {
  /** […, C, H, W] */
  readonly output: T;
  /** […, H·W, H·W]: how much each place hears of each other, places counted row by row. */
  readonly weights: T;
}

/**
 * Random weights for `nonLocal`, uniform in ±1/√fan-in.
 *
 * @example
 * ```ts
 * layers.initialiseNonLocal(random(1), { channels: 8 }).Wo.shape; // [4, 8]
 * ```
 *
 * @throws ArgumentError when a size is not a whole number above 0.
 */
export function initialiseNonLocal(random: Random, sizes: NonLocalSizes, dtype: DType = "float64"): NonLocalParams {
  const caller = "layers.initialiseNonLocal";
  expectOptions(caller, sizes, ["channels", "hidden"], "sizes");
  expectInteger(caller, "channels", sizes.channels, 1);
  const { channels, hidden = Math.ceil(channels / 2) } = sizes;
  expectInteger(caller, "hidden", hidden, 1);
  expectDType(caller, dtype);
  const into = (): Tensor => fanInUniform(random, [channels, hidden], channels, dtype);
  return { Wq: into(), Wk: into(), Wv: into(), Wo: fanInUniform(random, [hidden, channels], hidden, dtype) };
}

/**
 * The non-local block: self-attention over the places of an image, added to it.
 *
 * y_i = Σ_j f(x_i, x_j)·g(x_j) / 𝒞(x) over all places j, and output_i = W_z·y_i + x_i. By default
 * f / 𝒞 = softmax(θ(x_i)·φ(x_j)), the embedded Gaussian.
 *
 * Wang, Girshick, Gupta & He 2018, "Non-local Neural Networks", Eq. 1, 4 and 6.
 *
 * @example
 * ```ts
 * const I = tensor([[1]]);
 * const { output } = layers.nonLocal({ Wq: zeros([1, 1]), Wk: I, Wv: I, Wo: I }, tensor([[[1, 3]]]));
 * toArray(output); // [[[3, 5]]]
 * ```
 *
 * @param x […, C, H, W]
 * @throws ArgumentError when shapes, dtypes or options do not fit.
 */
export function nonLocal(params: NonLocalParams, x: Tensor, options?: NonLocalOptions): NonLocal;
export function nonLocal<T extends Value>(
  params: NonLocalParams<T>,
  x: T | Tensor,
  options?: NonLocalOptions<T>,
): NonLocal<T>;
export function nonLocal(
  params: NonLocalParams<Value>,
  x: Value,
  options: NonLocalOptions<Value> = {},
): NonLocal<Value> {
  const caller = "layers.nonLocal";
  expectObject(caller, "params", params);
  expectOptions(caller, options, ["score", "normalize"]);
  const { Wq, Wk, Wv, Wo } = params;
  const { C, H, W, lead } = shapes(caller, {
    x: [x, "… C H W"],
    Wq: [Wq, "C d"],
    Wk: [Wk, "C d"],
    Wv: [Wv, "C d_v"],
    Wo: [Wo, "d_v C"],
  });
  const { score = dot(), normalize = softmax() } = options;
  expectFunction(caller, "score", score);
  expectFunction(caller, "normalize", normalize);

  const places = transpose<Value>(reshape<Value>(x, [...lead, C, H * W])); // […, H·W, C]
  const [q, k, v] = [Wq, Wk, Wv].map((projection) => matmul<Value>(places, projection));
  const { output, weights } = attend<Value>(q, k, v, { score, normalize });
  const heard = transpose<Value>(matmul<Value>(output, Wo)); // […, C, H·W]
  return { output: add<Value>(x, reshape<Value>(heard, x.shape)), weights };
}
