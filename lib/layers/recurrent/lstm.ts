import type { Value } from "../../autodiff/variable.ts";
import { add, matmul, multiply, sigmoid, tanh } from "../../ops/index.ts";
import { ArgumentError, describe, expectOptions } from "../../tensor/argument-error.ts";
import type { Random } from "../../tensor/random.ts";
import type { DType, Tensor } from "../../tensor/tensor.ts";
import { equalParts } from "./equal-parts.ts";
import { initialiseRecurrent, type RecurrentSizes } from "./initialise-recurrent.ts";
import {
  type Cell,
  expectRecurrentOptions,
  type Recurrence,
  type RecurrentOptions,
  type RecurrentParams,
  type RecurrentState,
  recurrent,
  recurrentStep,
} from "./recurrent.ts";

/** The sizes of an LSTM, and its forget bias. */
export interface LstmSizes extends RecurrentSizes {
  /** The bias of the forget gate, by default 1: the larger, the longer a fresh network remembers. */
  readonly forgetBias?: number;
}

/** The state of an LSTM: output h and memory cells c, […, h] each. */
export type LstmState<T extends Value = Tensor> = Required<RecurrentState<T>>;

/** What an LSTM computes. */
export interface LstmRecurrence<T extends Value = Tensor> extends Recurrence<T> {
  readonly state: LstmState<T>;
}

const cell: Cell = {
  gates: 4,
  cells: true,
  stepWith:
    ({ U }) =>
    (projected, { h, c }) => {
      const gates = add<Value>(projected, matmul<Value>(h, U)); // [B, 4h]
      const [i, f, g, o] = equalParts(gates, 1, 4);
      const kept = multiply<Value>(sigmoid<Value>(f), c);
      const cells = add<Value>(kept, multiply<Value>(sigmoid<Value>(i), tanh<Value>(g)));
      return { h: multiply<Value>(sigmoid<Value>(o), tanh<Value>(cells)), c: cells };
    },
};

/**
 * Random weights for `lstm`, uniform in ±1/√h, and biases of 0, but for the forget gate's.
 *
 * Forget bias 1: Gers, Schmidhuber & Cummins 2000, "Learning to Forget"; Jozefowicz, Zaremba & Sutskever 2015, "An
 * Empirical Exploration of Recurrent Network Architectures".
 *
 * @example
 * ```ts
 * layers.initialiseLstm(random(1), { input: 3, hidden: 2 }).W.shape; // [3, 8]
 * ```
 *
 * @throws ArgumentError when a size is not a whole number above 0, or the forget bias not a finite number.
 */
export function initialiseLstm(random: Random, sizes: LstmSizes, dtype: DType = "float64"): RecurrentParams {
  const caller = "layers.initialiseLstm";
  expectOptions(caller, sizes, ["input", "hidden", "forgetBias"], "sizes");
  const { forgetBias = 1, ...others } = sizes;
  if (!Number.isFinite(forgetBias)) {
    throw new ArgumentError(caller, "forgetBias", describe(forgetBias), "a finite number");
  }
  const params = initialiseRecurrent(caller, random, others, 4, dtype);
  params.b.data.fill(forgetBias, others.hidden, 2 * others.hidden);
  return params;
}

/**
 * The LSTM (long short-term memory): gates decide what its cells c take in, keep and give out.
 *
 * iₜ fₜ gₜ oₜ are the four parts of xₜ·W + hₜ₋₁·U + b; cₜ = σ(fₜ)∘cₜ₋₁ + σ(iₜ)∘tanh(gₜ), hₜ = σ(oₜ)∘tanh(cₜ).
 *
 * Hochreiter & Schmidhuber 1997, "Long Short-Term Memory"; with the forget gate of Gers, Schmidhuber & Cummins 2000,
 * and no peepholes, as in PyTorch and cuDNN.
 *
 * @example
 * ```ts
 * const params = { W: tensor([[0, 0, 1, 0]]), U: zeros([1, 4]), b: tensor([100, 100, 0, 100]) };
 * const x = tensor([[Math.atanh(0.5)], [Math.atanh(0.25)]]);
 * toArray(layers.lstm(params, x).state.c); // [0.75]
 * ```
 *
 * @param x […, n, d_in]
 * @throws ArgumentError when shapes, dtypes or options do not fit.
 */
export function lstm(params: RecurrentParams, x: Tensor, options?: RecurrentOptions): LstmRecurrence;
export function lstm<T extends Value>(
  params: RecurrentParams<T>,
  x: T | Tensor,
  options?: RecurrentOptions<T>,
): LstmRecurrence<T>;
export function lstm(
  params: RecurrentParams<Value>,
  x: Value,
  options: RecurrentOptions<Value> = {},
): LstmRecurrence<Value> {
  expectRecurrentOptions("layers.lstm", options);
  return recurrent("layers.lstm", cell, params, x, options) as LstmRecurrence<Value>;
}

/**
 * One step of `lstm`: the state after a token, for decoding token by token. Without a state before it, that is 0.
 *
 * @example
 * ```ts
 * const params = { W: zeros([1, 4]), U: zeros([1, 4]), b: zeros([4]) };
 * toArray(layers.lstmStep(params, tensor([5]), { h: tensor([1]), c: tensor([8]) }).c); // [4]
 * ```
 *
 * @param x […, d_in]
 * @throws ArgumentError when shapes or dtypes do not fit.
 */
export function lstmStep(params: RecurrentParams, x: Tensor, state?: RecurrentState): LstmState;
export function lstmStep<T extends Value>(
  params: RecurrentParams<T>,
  x: T | Tensor,
  state?: RecurrentState<T>,
): LstmState<T>;
export function lstmStep(
  params: RecurrentParams<Value>,
  x: Value,
  state?: RecurrentState<Value>,
): RecurrentState<Value> {
  return recurrentStep("layers.lstmStep", cell, params, x, state);
}
