import type { Value } from "../../autodiff/variable.ts";
import { concatenate } from "../../ops/index.ts";
import { expectFunction, expectObject, expectOptions } from "../../tensor/argument-error.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { Recurrence, RecurrentLayer, RecurrentOptions, RecurrentParams, RecurrentState } from "./recurrent.ts";

/** One thing for each of the two directions. */
export interface BothDirections<Part> {
  /** From the first token to the last. */
  readonly forward: Part;
  /** From the last (real) token to the first. */
  readonly backward: Part;
}

/** The choices of a bidirectional layer. */
export interface BidirectionalOptions<T extends Value = Tensor> extends Pick<RecurrentOptions<T>, "mask"> {
  /** The states before the first step of each direction, by default 0. */
  readonly state?: BothDirections<RecurrentState<T>>;
}

/** What a bidirectional layer computes. */
export interface BidirectionalRecurrence<T extends Value = Tensor> {
  /** […, n, 2h]: what came before each token beside what comes after it. */
  readonly outputs: T;
  readonly state: BothDirections<RecurrentState<T>>;
}

/**
 * A recurrent layer in both directions, each with parameters of its own: outputs = [layer(x), layer(x reversed)
 * reversed], so that every output knows the whole sequence.
 *
 * With a padding mask the backward direction starts at each sequence's own last real token.
 *
 * Schuster & Paliwal 1997, "Bidirectional Recurrent Neural Networks", §II.
 *
 * @example
 * ```ts
 * const one = { W: ones([1, 1]), U: ones([1, 1]), b: zeros([1]) };
 * const { outputs } = layers.bidirectional(layers.rnn, { forward: one, backward: one }, tensor([[0], [Math.atanh(0.5)]]));
 * toArray(outputs); // [[0, Math.tanh(0.5)], [0.5, 0.5]]
 * ```
 *
 * @param layer `layers.rnn`, `layers.lstm`, `layers.gru`, or a function with the same arguments
 * @param x […, n, d_in]
 * @throws ArgumentError when shapes, dtypes or options do not fit.
 */
export function bidirectional(
  layer: RecurrentLayer,
  params: BothDirections<RecurrentParams>,
  x: Tensor,
  options?: BidirectionalOptions,
): BidirectionalRecurrence;
export function bidirectional<T extends Value>(
  layer: RecurrentLayer,
  params: BothDirections<RecurrentParams<T>>,
  x: T | Tensor,
  options?: BidirectionalOptions<T>,
): BidirectionalRecurrence<T>;
export function bidirectional(
  layer: RecurrentLayer,
  params: BothDirections<RecurrentParams<Value>>,
  x: Value,
  options: BidirectionalOptions<Value> = {},
): BidirectionalRecurrence<Value> {
  const caller = "layers.bidirectional";
  expectFunction(caller, "layer", layer);
  expectObject(caller, "params", params);
  expectOptions(caller, options, ["mask", "state"]);
  const { state, ...mask } = options;
  if (state !== undefined) expectOptions(caller, state, ["forward", "backward"], "state");
  const run = (direction: "forward" | "backward"): Recurrence<Value> =>
    layer<Value>(params[direction], x, {
      ...mask,
      ...(state === undefined ? {} : { state: state[direction] }),
      reverse: direction === "backward",
    });
  const [forward, backward] = [run("forward"), run("backward")];
  return {
    outputs: concatenate<Value>([forward.outputs, backward.outputs], { axis: -1 }),
    state: { forward: forward.state, backward: backward.state },
  };
}
