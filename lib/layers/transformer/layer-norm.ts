import { operation } from "../../autodiff/operation.ts";
import type { Value } from "../../autodiff/variable.ts";
import { sumTo } from "../../ops/broadcast-to.ts";
import { chain } from "../../ops/chain.ts";
import { add, broadcastTo, divide, mean, sqrt, square, subtract } from "../../ops/index.ts";
import { expectBoolean, expectInteger, expectOptions, expectPositive } from "../../tensor/argument-error.ts";
import { ones, zeros } from "../../tensor/create.ts";
import { elements } from "../../tensor/elements.ts";
import { shapes } from "../../tensor/shapes.ts";
import { allocate, type DType, dtypeOf, expectDType, type Tensor, wrap } from "../../tensor/tensor.ts";
import { kernels } from "../../wasm/backend.ts";
import { normalizeByKernels } from "../../wasm/rows.ts";

/** The parameters of `layerNorm`. */
export interface NormParams<T extends Value = Tensor> {
  /** [d] */
  readonly gain: T | Tensor;
  /** [d] */
  readonly bias?: T | Tensor;
}

/** What is added to the mean square below the root, so that a row of equal numbers is not divided by 0. */
export interface NormOptions {
  /** By default 1e-5. */
  readonly epsilon?: number;
}

/** How many features there are, and whether a bias is added (by default it is). */
export interface NormSizes {
  readonly d: number;
  readonly bias?: boolean;
}

const keepDims = { axis: -1, keepDims: true } as const;

const apply = operation<{ readonly epsilon: number }>({
  forward([x, gain, bias], { epsilon }) {
    const [data, g, b] = [elements(x), elements(gain), bias && elements(bias)];
    const d = g.length;
    const active = data instanceof Float32Array ? kernels() : undefined;
    const fast =
      active && normalizeByKernels(active, data as Float32Array, d, (b ? [g, b] : [g]) as Float32Array[], epsilon);
    if (fast !== undefined) return wrap(fast, [...x.shape]);
    const out = allocate(data.length, dtypeOf(x));
    for (let row = 0; row < data.length; row += d) {
      let total = 0;
      for (let i = 0; i < d; i++) total += data[row + i];
      const center = total / d;
      let squares = 0;
      for (let i = 0; i < d; i++) squares += (data[row + i] - center) ** 2;
      const scale = 1 / Math.sqrt(squares / d + epsilon);
      for (let i = 0; i < d; i++) out[row + i] = (data[row + i] - center) * scale * g[i] + (b ? b[i] : 0);
    }
    return wrap(out, [...x.shape]);
  },
  // y = g ⊙ n + b with n = (x − μ)/σ: b̄ = Σ ȳ, ḡ = Σ ȳ ⊙ n, and with n̄ = ȳ ⊙ g, x̄ = (n̄ − mean(n̄) − n·mean(n̄ ⊙ n))/σ.
  // A row without a cotangent passes none on, whatever it holds.
  backward(cotangent, index, [x, gain], _, { epsilon }) {
    if (index === 2) return sumTo(cotangent, gain.shape);
    const centered = subtract<Value>(x, mean<Value>(x, keepDims));
    const deviation = sqrt<Value>(add<Value>(mean<Value>(square<Value>(centered), keepDims), epsilon));
    const normal = divide<Value>(centered, deviation);
    if (index === 1) return sumTo(chain(cotangent, normal), gain.shape);
    const arrived = chain(cotangent, broadcastTo<Value>(gain, x.shape));
    const along = broadcastTo<Value>(mean<Value>(chain(arrived, normal), keepDims), x.shape);
    const passed = subtract<Value>(subtract<Value>(arrived, mean<Value>(arrived, keepDims)), chain(along, normal));
    return chain(passed, broadcastTo<Value>(divide<Value>(1, deviation), x.shape));
  },
});

/**
 * A gain of 1 for every feature, and a bias of 0: the parameters with which `layerNorm`, or without a bias `rmsNorm`,
 * begins. Nothing about them is random.
 *
 * @example
 * ```ts
 * toArray(layers.initialiseNorm({ d: 2, bias: false }).gain); // [1, 1]
 * ```
 *
 * @throws ArgumentError when d is not a whole number above 0.
 */
export function initialiseNorm(sizes: NormSizes, dtype: DType = "float64"): NormParams {
  const caller = "layers.initialiseNorm";
  expectOptions(caller, sizes, ["d", "bias"], "sizes");
  const { d, bias = true } = sizes;
  expectInteger(caller, "d", d, 1);
  expectBoolean(caller, "bias", bias);
  expectDType(caller, dtype);
  return bias ? { gain: ones([d], dtype), bias: zeros([d], dtype) } : { gain: ones([d], dtype) };
}

/**
 * Layer normalisation: gain ⊙ (x − μ)/√(σ² + ε) + bias, with the mean μ and the variance σ² of each row's d features.
 *
 * Ba, Kiros & Hinton 2016, "Layer Normalization", Eq. 3–4.
 *
 * @example
 * ```ts
 * const params = { gain: tensor([1, 10]), bias: tensor([0, 3]) };
 * toArray(layers.layerNorm(params, tensor([[5, 7]]), { epsilon: 3 })); // [[-0.5, 8]]
 * ```
 *
 * @param x […, d]
 * @returns […, d]
 * @throws ArgumentError when shapes or dtypes do not fit, or epsilon is not above 0.
 */
export function layerNorm(params: NormParams, x: Tensor, options?: NormOptions): Tensor;
export function layerNorm<T extends Value>(params: NormParams<T> | NormParams, x: T | Tensor, options?: NormOptions): T;
export function layerNorm(params: NormParams<Value>, x: Value, options: NormOptions = {}): Value {
  const caller = "layers.layerNorm";
  expectOptions(caller, params, ["gain", "bias"], "params");
  expectOptions(caller, options, ["epsilon"]);
  const { gain, bias } = params;
  const { epsilon = 1e-5 } = options;
  const fitting = { x: [x, "… d"], gain: [gain, "d"] } as const;
  shapes(caller, bias === undefined ? fitting : { ...fitting, bias: [bias, "d"] });
  expectPositive(caller, "epsilon", epsilon);
  return apply(bias === undefined ? [x, gain] : [x, gain, bias], { epsilon });
}
