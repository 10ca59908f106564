import { operation } from "../../autodiff/operation.ts";
import type { Value } from "../../autodiff/variable.ts";
import { sumTo } from "../../ops/broadcast-to.ts";
import { chain } from "../../ops/chain.ts";
import { add, broadcastTo, divide, mean, sqrt, square, subtract } from "../../ops/index.ts";
import { expectOptions, expectPositive } from "../../tensor/argument-error.ts";
import { elements } from "../../tensor/elements.ts";
import { shapes } from "../../tensor/shapes.ts";
import { allocate, dtypeOf, type Tensor, wrap } from "../../tensor/tensor.ts";
import type { NormOptions } from "./layer-norm.ts";

/** The parameters of `rmsNorm`. */
export interface RmsNormParams<T extends Value = Tensor> {
  /** [d] */
  readonly gain: T | Tensor;
}

const keepDims = { axis: -1, keepDims: true } as const;

const apply = operation<{ readonly epsilon: number }>({
  forward([x, gain], { epsilon }) {
    const [data, g] = [elements(x), elements(gain)];
    const out = allocate(data.length, dtypeOf(x));
    const d = g.length;
    for (let row = 0; row < data.length; row += d) {
      let squares = 0;
      for (let i = 0; i < d; i++) squares += data[row + i] ** 2;
      const scale = 1 / Math.sqrt(squares / d + epsilon);
      for (let i = 0; i < d; i++) out[row + i] = data[row + i] * scale * g[i];
    }
    return wrap(out, [...x.shape]);
  },
  // y = g ⊙ n with n = x/r: ḡ = Σ ȳ ⊙ n, and with n̄ = ȳ ⊙ g, x̄ = (n̄ − n·mean(n̄ ⊙ n))/r. A row without a cotangent
  // passes none on, whatever it holds.
  backward(cotangent, index, [x, gain], _, { epsilon }) {
    const root = sqrt<Value>(add<Value>(mean<Value>(square<Value>(x), keepDims), epsilon));
    const normal = divide<Value>(x, root);
    if (index === 1) return sumTo(chain(cotangent, normal), gain.shape);
    const arrived = chain(cotangent, broadcastTo<Value>(gain, x.shape));
    const along = broadcastTo<Value>(mean<Value>(chain(arrived, normal), keepDims), x.shape);
    const passed = subtract<Value>(arrived, chain(along, normal));
    return chain(passed, broadcastTo<Value>(divide<Value>(1, root), x.shape));
  },
});

/**
 * Root mean square normalisation: gain ⊙ x/√(mean(x²) + ε), each row of d features by itself. Layer normalisation
 * without its mean and bias.
 *
 * Zhang & Sennrich 2019, "Root Mean Square Layer Normalization", Eq. 4.
 *
 * @example
 * ```ts
 * toArray(layers.rmsNorm({ gain: tensor([1, 10]) }, tensor([[1, 7]]), { epsilon: 11 })); // [[1 / 6, 70 / 6]]
 * ```
 *
 * @param params the gain alone: a bias is refused
 * @param x […, d]
 * @returns […, d]
 * @throws ArgumentError when shapes or dtypes do not fit, there is a bias, or epsilon is not above 0.
 */
export function rmsNorm(params: RmsNormParams, x: Tensor, options?: NormOptions): Tensor;
export function rmsNorm<T extends Value>(
  params: RmsNormParams<T> | RmsNormParams,
  x: T | Tensor,
  options?: NormOptions,
): T;
export function rmsNorm(params: RmsNormParams<Value>, x: Value, options: NormOptions = {}): Value {
  const caller = "layers.rmsNorm";
  expectOptions(caller, params, ["gain"], "params");
  expectOptions(caller, options, ["epsilon"]);
  const { epsilon = 1e-5 } = options;
  shapes(caller, { x: [x, "… d"], gain: [params.gain, "d"] });
  expectPositive(caller, "epsilon", epsilon);
  return apply([x, params.gain], { epsilon });
}
