import type { Value } from "../../autodiff/variable.ts";
import { add, matmul, tanh } from "../../ops/index.ts";
import { expectOptions } from "../../tensor/argument-error.ts";
import type { Random } from "../../tensor/random.ts";
import type { DType, Tensor } from "../../tensor/tensor.ts";
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

const cell: Cell = {
  gates: 1,
  cells: false,
  stepWith:
    ({ U }) =>
    (projected, { h }) => ({ h: tanh<Value>(add<Value>(projected, matmul<Value>(h, U))) }),
};

/**
 * Random weights for `rnn`, uniform in ±1/√h, and biases of 0.
 *
 * @example
 * ```ts
 * layers.initialiseRnn(random(1), { input: 3, hidden: 2 }).U.shape; // [2, 2]
 * ```
 *
 * @throws ArgumentError when a size is not a whole number above 0.
 */
export function initialiseRnn(random: Random, sizes: RecurrentSizes, dtype: DType = "float64"): RecurrentParams {
  expectOptions("layers.initialiseRnn", sizes, ["input", "hidden"], "sizes");
  return initialiseRecurrent("layers.initialiseRnn", random, sizes, 1, dtype);
}

/**
 * The simple recurrent network: hₜ = tanh(xₜ·W + hₜ₋₁·U + b).
 *
 * Elman 1990, "Finding Structure in Time", Fig. 2, with tanh for its logistic units, as is common practice.
 *
 * @example
 * ```ts
 * const params = { W: tensor([[1]]), U: tensor([[2]]), b: zeros([1]) };
 * const x = tensor([[Math.atanh(0.5)], [Math.atanh(0.25) - 1]]);
 * toArray(layers.rnn(params, x).outputs); // [[0.5], [0.25]]
 * ```
 *
 * @param x […, n, d_in]
 * @throws ArgumentError when shapes, dtypes or options do not fit.
 */
export function rnn(params: RecurrentParams, x: Tensor, options?: RecurrentOptions): Recurrence;
export function rnn<T extends Value>(
  params: RecurrentParams<T>,
  x: T | Tensor,
  options?: RecurrentOptions<T>,
): Recurrence<T>;
export function rnn(
  params: RecurrentParams<Value>,
  x: Value,
  options: RecurrentOptions<Value> = {},
): Recurrence<Value> {
  expectRecurrentOptions("layers.rnn", options);
  return recurrent("layers.rnn", cell, params, x, options);
}

/**
 * One step of `rnn`: the state after a token, for decoding token by token. Without a state before it, that is 0.
 *
 * @example
 * ```ts
 * const params = { W: tensor([[1]]), U: tensor([[2]]), b: zeros([1]) };
 * toArray(layers.rnnStep(params, tensor([Math.atanh(0.25) - 1]), { h: tensor([0.5]) }).h); // [0.25]
 * ```
 *
 * @param x […, d_in]
 * @throws ArgumentError when shapes or dtypes do not fit.
 */
export function rnnStep(params: RecurrentParams, x: Tensor, state?: RecurrentState): RecurrentState;
export function rnnStep<T extends Value>(
  params: RecurrentParams<T>,
  x: T | Tensor,
  state?: RecurrentState<T>,
): RecurrentState<T>;
export function rnnStep(
  params: RecurrentParams<Value>,
  x: Value,
  state?: RecurrentState<Value>,
): RecurrentState<Value> {
  return recurrentStep("layers.rnnStep", cell, params, x, state);
}
