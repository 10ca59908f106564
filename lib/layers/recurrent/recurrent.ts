import type { NdArray } from "ndarray";
import type { Value } from "../../autodiff/variable.ts";
import type { Mask } from "../../masks/mask.ts";
import { add, broadcastTo, matmul, reshape, stack, transpose, where } from "../../ops/index.ts";
import { ArgumentError, expectObject, expectOptions } from "../../tensor/argument-error.ts";
import { expectBroadcasts } from "../../tensor/broadcast.ts";
import { zeros } from "../../tensor/create.ts";
import { expectSameDType, expectShaped, shapes } from "../../tensor/shapes.ts";
import { dtypeOf, sizeOf, type Tensor } from "../../tensor/tensor.ts";
import { equalParts } from "./equal-parts.ts";
import { type RealTokens, realTokens } from "./real-tokens.ts";

/** The parameters of a recurrent layer of h units with G gates: the gates lie side by side. */
export interface RecurrentParams<T extends Value = Tensor> {
  /** [d_in, G·h] takes in the input. */
  readonly W: T | Tensor;
  /** [h, G·h] takes in the state. */
  readonly U: T | Tensor;
  /** [G·h] */
  readonly b: T | Tensor;
}

/** What a recurrent layer knows of the tokens so far. */
export interface RecurrentState<T extends Value = Tensor> {
  /** […, h] the last output. */
  readonly h: T | Tensor;
  /** […, h] the memory cells of an LSTM; 0 where they are not given. */
  readonly c?: T | Tensor;
}

/** The choices of a recurrent layer. */
export interface RecurrentOptions<T extends Value = Tensor> {
  /** The state before the first token, by default all 0; broadcasts over leading axes. */
  readonly state?: RecurrentState<T>;
  /**
   * Which tokens are real: `masks.padding(lengths)`, or a tensor of 0 and 1 that broadcasts to […, n]. Over padding
   * the state is carried unchanged, and outputs are 0. By default all are real.
   */
  readonly mask?: Mask | NdArray<Uint8Array>;
  /** From the last token to the first; outputs stay at their tokens. */
  readonly reverse?: boolean;
}

/** What a recurrent layer computes. */
export interface Recurrence<T extends Value = Tensor> {
  /** […, n, h]: the state after each token. */
  readonly outputs: T;
  /** The state after the last (real) token, with which the next call goes on. */
  readonly state: RecurrentState<T>;
}

/** A recurrent layer, such as `layers.rnn`, `layers.lstm` and `layers.gru`: the choice of a larger layer. */
export type RecurrentLayer = <T extends Value>(
  params: RecurrentParams<T>,
  x: T | Tensor,
  options?: RecurrentOptions<T>,
) => Recurrence<T>;

/** The equations of a recurrent layer, for states [B, h]. */
export interface Cell {
  /** G */
  readonly gates: number;
  /** Whether its state has memory cells. */
  readonly cells: boolean;
  /** A function that takes x·W + b [B, G·h] of a token, and the state before it, to the state after it. */
  stepWith(params: RecurrentParams<Value>): (projected: Value, state: Required<RecurrentState<Value>>) => State;
}

type State = RecurrentState<Value>;

/** The recurrence of a cell over […, n, d_in]: h₁ … hₙ with hₜ = step(xₜ·W + b, hₜ₋₁). */
export function recurrent(
  caller: string,
  cell: Cell,
  params: RecurrentParams<Value>,
  x: Value,
  options: RecurrentOptions<Value>,
): Recurrence<Value> {
  const { state: first, mask, reverse = false } = options;
  const { n, d_in, h, lead } = checked(caller, cell, params, x);
  const batch = sizeOf(lead);
  let state = initialState(caller, cell, first, x, [...lead, h]);
  const real = realTokens(caller, mask, lead, n);

  // The inputs of all steps in one matrix product, step after step.
  const inOrder = reshape<Value>(transpose<Value>(reshape<Value>(x, [batch, n, d_in]), [1, 0, 2]), [n * batch, d_in]);
  const projected = equalParts(add<Value>(matmul<Value>(inOrder, params.W), params.b), 0, n); // n times [B, G·h]
  const step = cell.stepWith(params);
  const outputs = new Array<Value>(n);
  for (let i = 0; i < n; i++) {
    const t = reverse ? n - 1 - i : i;
    const next = real[t] === "none" ? state : keepWhere(real[t], step(projected[t], state as Required<State>), state);
    outputs[t] = real[t] === "all" ? next.h : zeroWhereNot(real[t], next.h);
    state = next;
  }
  const beside = reshape<Value>(transpose<Value>(stack<Value>(outputs), [1, 0, 2]), [...lead, n, h]);
  return { outputs: beside, state: mapState(state, (part) => reshape<Value>(part, [...lead, h])) };
}

/** One step of a cell: the state after a token x […, d_in]. */
export function recurrentStep(
  caller: string,
  cell: Cell,
  params: RecurrentParams<Value>,
  x: Value,
  state: RecurrentState<Value> | undefined,
): RecurrentState<Value> {
  shapes(caller, { x: [x, "… d_in"] });
  const token = reshape<Value>(x, [...x.shape.slice(0, -1), 1, x.shape[x.shape.length - 1]]);
  return recurrent(caller, cell, params, token, state === undefined ? {} : { state }).state;
}

/** Throw unless the options of a recurrent layer, and of its own, are known. */
export function expectRecurrentOptions(caller: string, options: object, own: readonly string[] = []): void {
  expectOptions(caller, options, [...own, "state", "mask", "reverse"]);
}

const mapState = (state: State, f: (part: Value, name: "h" | "c") => Value): State =>
  state.c === undefined ? { h: f(state.h, "h") } : { h: f(state.h, "h"), c: f(state.c, "c") };

// Over padding the state stays as it was.
function keepWhere(real: RealTokens, after: State, before: State): State {
  if (typeof real === "string") return after;
  return mapState(after, (part, name) => where<Value>(real, part, before[name] as Value));
}

const zeroWhereNot = (real: RealTokens, output: Value): Value =>
  typeof real === "string" ? zeros(output.shape, dtypeOf(output)) : where<Value>(real, output, 0);

function checked(caller: string, cell: Cell, params: RecurrentParams<Value>, x: Value) {
  expectObject(caller, "params", params);
  const { W, U, b } = params;
  const width = cell.gates === 1 ? "h" : (`${cell.gates}h` as const);
  const lengths = shapes<string>(caller, {
    x: [x, "… n d_in"],
    W: [W, `d_in ${width}`],
    U: [U, `h ${width}`],
    b: [b, width],
  });
  const { n, d_in, h, lead } = lengths as unknown as { n: number; d_in: number; h: number; lead: number[] };
  if (U.shape[1] !== cell.gates * h) {
    throw new ArgumentError(caller, "U", `shape [${U.shape.join(", ")}]`, `[h, ${width}]`);
  }
  return { n, d_in, h, lead };
}

function initialState(caller: string, cell: Cell, first: State | undefined, x: Value, shape: number[]): State {
  if (first !== undefined) expectOptions(caller, first, cell.cells ? ["h", "c"] : ["h"], "state");
  const rows = [sizeOf(shape.slice(0, -1)), shape[shape.length - 1]];
  const part = (name: "h" | "c"): Value => {
    const given = first?.[name];
    if (given === undefined) return zeros(rows, dtypeOf(x));
    expectShaped(caller, `state.${name}`, given);
    expectSameDType(caller, `state.${name}`, given, x.dtype, "x");
    expectBroadcasts(caller, `state.${name}`, given.shape, shape);
    return reshape<Value>(broadcastTo<Value>(given, shape), rows);
  };
  return cell.cells ? { h: part("h"), c: part("c") } : { h: part("h") };
}
