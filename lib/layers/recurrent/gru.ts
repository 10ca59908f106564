import type { Value } from "../../autodiff/variable.ts";
import { add, matmul, multiply, sigmoid, slice, subtract, tanh } from "../../ops/index.ts";
import { ArgumentError, describe, expectObject, expectOptions } from "../../tensor/argument-error.ts";
import { zeros } from "../../tensor/create.ts";
import type { Random } from "../../tensor/random.ts";
import { shapes } from "../../tensor/shapes.ts";
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

/** The parameters of a GRU, whose three gates are r, z and n. */
export interface GruParams<T extends Value = Tensor> extends RecurrentParams<T> {
  /** [h] a bias beside that of n, for the state's part of the candidate; by default 0. */
  readonly bh?: T | Tensor;
}

/** Does the reset gate act on the state, before its product with U, or after, on the product? */
export type GruReset = "before" | "after";

/** The choices of a GRU. */
export interface GruOptions<T extends Value = Tensor> extends RecurrentOptions<T> {
  /** By default "after", as in cuDNN and PyTorch; "before" as in the first paper. */
  readonly reset?: GruReset;
}

const cell = (reset: GruReset): Cell => ({
  gates: 3,
  cells: false,
  stepWith(params) {
    const { U, bh } = params as GruParams<Value>;
    const h = U.shape[0];
    // [B, 3h] → [B, 2h] of r and z, and [B, h] of n.
    const apart = (x: Value): Value[] => [
      slice<Value>(x, { axis: 1, from: 0, to: 2 * h }),
      slice<Value>(x, { axis: 1, from: 2 * h, to: 3 * h }),
    ];
    const biased = (x: Value): Value => (bh === undefined ? x : add<Value>(x, bh));
    const gates = (input: Value, recalled: Value): Value[] =>
      equalParts(sigmoid<Value>(add<Value>(input, recalled)), 1, 2);
    const mix = (z: Value, candidate: Value, before: Value): RecurrentState<Value> => ({
      h: add<Value>(candidate, multiply<Value>(z, subtract<Value>(before, candidate))),
    });
    if (reset === "after") {
      return (projected, { h: before }) => {
        const [[inputs, input], [states, state]] = [apart(projected), apart(matmul<Value>(before, U))];
        const [r, z] = gates(inputs, states);
        return mix(z, tanh<Value>(add<Value>(input, multiply<Value>(r, biased(state)))), before);
      };
    }
    const [Urz, Un] = apart(U);
    return (projected, { h: before }) => {
      const [inputs, input] = apart(projected);
      const [r, z] = gates(inputs, matmul<Value>(before, Urz));
      const state = biased(matmul<Value>(multiply<Value>(r, before), Un));
      return mix(z, tanh<Value>(add<Value>(input, state)), before);
    };
  },
});

/**
 * Random weights for `gru`, uniform in ±1/√h, and biases of 0.
 *
 * @example
 * ```ts
 * layers.initialiseGru(random(1), { input: 3, hidden: 2 }).W.shape; // [3, 6]
 * ```
 *
 * @throws ArgumentError when a size is not a whole number above 0.
 */
export function initialiseGru(random: Random, sizes: RecurrentSizes, dtype: DType = "float64"): GruParams {
  expectOptions("layers.initialiseGru", sizes, ["input", "hidden"], "sizes");
  const params = initialiseRecurrent("layers.initialiseGru", random, sizes, 3, dtype);
  return { ...params, bh: zeros([sizes.hidden], dtype) };
}

/**
 * The GRU (gated recurrent unit): gate z keeps the state or takes the candidate n, gate r lets the candidate forget.
 *
 * With W, U and b in parts for r, z and n: rₜ = σ(xₜ·Wᵣ + hₜ₋₁·Uᵣ + bᵣ), zₜ = σ(xₜ·W_z + hₜ₋₁·U_z + b_z),
 * nₜ = tanh(xₜ·Wₙ + bₙ + rₜ∘(hₜ₋₁·Uₙ + bh)), or with reset "before" nₜ = tanh(xₜ·Wₙ + bₙ + (rₜ∘hₜ₋₁)·Uₙ + bh);
 * hₜ = (1 − zₜ)∘nₜ + zₜ∘hₜ₋₁.
 *
 * Cho et al. 2014, "Learning Phrase Representations using RNN Encoder–Decoder", Eq. 5–8 (reset before the product);
 * after it as in cuDNN, PyTorch, and ONNX with linear_before_reset = 1. Bahdanau et al. 2015 write z for our 1 − z.
 *
 * @example
 * ```ts
 * const params = { W: tensor([[0, 0, 1]]), U: zeros([1, 3]), b: tensor([0, Math.log(3), 0]) };
 * toArray(layers.gru(params, tensor([[Math.atanh(0.5)], [0]])).outputs); // [[0.125], [0.09375]]
 * ```
 *
 * @param x […, n, d_in]
 * @throws ArgumentError when shapes, dtypes or options do not fit.
 */
export function gru(params: GruParams, x: Tensor, options?: GruOptions): Recurrence;
export function gru<T extends Value>(params: GruParams<T>, x: T | Tensor, options?: GruOptions<T>): Recurrence<T>;
export function gru(params: GruParams<Value>, x: Value, options: GruOptions<Value> = {}): Recurrence<Value> {
  expectRecurrentOptions("layers.gru", options, ["reset"]);
  const { reset = "after", ...others } = options;
  expectGru("layers.gru", params, reset);
  return recurrent("layers.gru", cell(reset), params, x, others);
}

/**
 * One step of `gru`: the state after a token, for decoding token by token. Without a state before it, that is 0.
 *
 * @example
 * ```ts
 * const params = { W: zeros([1, 3]), U: zeros([1, 3]), b: zeros([3]) };
 * toArray(layers.gruStep(params, tensor([5]), { h: tensor([1]) }).h); // [0.5]
 * ```
 *
 * @param x […, d_in]
 * @throws ArgumentError when shapes, dtypes or options do not fit.
 */
export function gruStep(
  params: GruParams,
  x: Tensor,
  state?: RecurrentState,
  options?: { readonly reset?: GruReset },
): RecurrentState;
export function gruStep<T extends Value>(
  params: GruParams<T>,
  x: T | Tensor,
  state?: RecurrentState<T>,
  options?: { readonly reset?: GruReset },
): RecurrentState<T>;
export function gruStep(
  params: GruParams<Value>,
  x: Value,
  state?: RecurrentState<Value>,
  options: { readonly reset?: GruReset } = {},
): RecurrentState<Value> {
  expectOptions("layers.gruStep", options, ["reset"]);
  const { reset = "after" } = options;
  expectGru("layers.gruStep", params, reset);
  return recurrentStep("layers.gruStep", cell(reset), params, x, state);
}

function expectGru(caller: string, params: GruParams<Value>, reset: unknown): void {
  expectObject(caller, "params", params);
  const { U, bh } = params;
  if (bh !== undefined) shapes(caller, { U: [U, "h 3h"], bh: [bh, "h"] });
  if (reset !== "before" && reset !== "after") {
    throw new ArgumentError(caller, "reset", describe(reset), '"before" or "after"');
  }
}
