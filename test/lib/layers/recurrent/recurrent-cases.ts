import { type DType, layers, masks, scores, type Tensor, type Value } from "../../../../lib/index.ts";
import { type Case, make } from "../../case.ts";
import { sample } from "../../samples.ts";

const { bidirectional, gru, gruStep, lstm, lstmStep, rnn, rnnStep, seq2seq } = layers;

// Two sequences of three tokens with two features; h = 2 (and not another prime, so that the tests stay fast).
const x = sample([2, 3, 2], 1);
const state = sample([2, 2], 2);
// A parameter that is not differentiated.
const fixed = (like: Value | undefined, shape: readonly number[], seed: number): Tensor =>
  sample(shape, seed, like!.dtype as DType);
const ragged = { mask: masks.padding([2, 3]) };
const gated = (gates: number): Tensor[] => [
  x,
  sample([2, gates * 2], 3),
  sample([2, gates * 2], 4),
  sample([gates * 2], 5),
  state,
];

export const recurrentCases: readonly Case[] = [
  make(
    "layers.rnn(params, x, { state, mask })",
    (x, W, U, b, h) => rnn<Value>({ W: W!, U: U!, b: b! }, x!, { state: { h: h! }, ...ragged }).outputs,
    ...gated(1),
  ),
  make(
    "layers.lstm(params, x, { state, mask })",
    (x, W, U, b, h) => lstm<Value>({ W: W!, U: U!, b: b! }, x!, { state: { h: h! }, ...ragged }).outputs,
    ...gated(4),
  ),
  make(
    "layers.lstm(params, x).state.c",
    (x, W, c) =>
      lstm<Value>({ W: W!, U: fixed(x, [2, 8], 6), b: fixed(x, [8], 7) }, x!, {
        state: { h: fixed(x, [1, 2], 2), c: c! },
      }).state.c,
    sample([1, 3, 2], 8),
    sample([2, 8], 9),
    sample([1, 2], 10),
  ),
  ...(["after", "before"] as const).map((reset) =>
    make(
      `layers.gru(params, x, { reset: "${reset}", reverse, mask })`,
      (x, W, U, b, bh) => gru<Value>({ W: W!, U: U!, b: b!, bh: bh! }, x!, { reset, reverse: true, ...ragged }).outputs,
      ...gated(3).slice(0, 4),
      sample([2], 11),
    ),
  ),
  make(
    "layers.bidirectional(layer, params, x, { mask })",
    (x, W, U) => {
      const params = { W: W!, U: U!, b: fixed(x, [2], 12) };
      return bidirectional<Value>(rnn, { forward: params, backward: params }, x!, ragged).outputs;
    },
    ...gated(1).slice(0, 3),
  ),
  make(
    "layers.rnnStep(params, x, state)",
    (x, W, h) => rnnStep<Value>({ W: W!, U: fixed(x, [2, 2], 6), b: fixed(x, [2], 7) }, x!, { h: h! }).h,
    sample([2], 8),
    sample([2, 2], 9),
    sample([2], 10),
  ),
  make(
    "layers.lstmStep(params, x, state)",
    (x, W, c) =>
      lstmStep<Value>({ W: W!, U: fixed(x, [2, 8], 6), b: fixed(x, [8], 7) }, x!, { h: fixed(x, [2], 3), c: c! }).h,
    sample([2], 8),
    sample([2, 8], 9),
    sample([2], 10),
  ),
  make(
    "layers.gruStep(params, x, state)",
    (x, W, h) => gruStep<Value>({ W: W!, U: fixed(x, [2, 6], 6), b: fixed(x, [6], 7) }, x!, { h: h! }).h,
    sample([2], 8),
    sample([2, 6], 9),
    sample([2], 10),
  ),
  ...([undefined, "current", "previous"] as const).map((query) =>
    make(
      `layers.seq2seq(params, source, target, { query: ${query} })`,
      (E, W, M, O) => {
        const recurrent = () => ({ W: W!, U: fixed(E, [2, 2], 5), b: fixed(E, [2], 6) });
        const params = {
          source: { E: E! },
          target: { E: fixed(E, [3, 2], 7) },
          encoder: { forward: recurrent(), backward: recurrent() },
          bridge: { W: fixed(E, [4, 2], 8) },
          decoder: query === "previous" ? { ...recurrent(), W: fixed(E, [6, 2], 9) } : recurrent(),
          ...(query === undefined ? {} : { combine: { W: M! } }),
          output: { W: O! },
        };
        const options = query === undefined ? {} : { query, score: scores.bilinear<Value>(fixed(E, [2, 4], 10)) };
        return seq2seq<Value>(params, [[2, 1], [1]], [[1], [0, 2]], { ...options, layer: rnn }).logits;
      },
      sample([3, 2], 1),
      sample([2, 2], 2),
      sample([6, 2], 3),
      sample([2, 3], 4),
    ),
  ),
];
