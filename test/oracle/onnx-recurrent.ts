import fc from "fast-check";
import ndarray from "ndarray";
import { type layers, ops, type Tensor } from "../../lib/index.ts";
import { dense, length, normal, seed } from "./agreement.ts";
import { onnx } from "./onnx.ts";
import type { Attribute } from "./onnx-model.ts";

/** Recurrent layers; of the GRU both forms. */
export const kinds = ["rnn", "lstm", "gru after", "gru before"] as const;
type Kind = (typeof kinds)[number];

/** Shapes and options of recurrent layers. */
export const recurrentCases = fc.record({
  kind: fc.constantFrom(...kinds),
  direction: fc.constantFrom("forward", "reverse", "bidirectional"),
  batch: fc.constantFrom(1, 2, 3),
  n: length,
  d: length,
  h: length,
  /** Whether sequences end before the last token, each at its own. */
  ragged: fc.boolean(),
  /** Whether there is a state to begin with. */
  continued: fc.boolean(),
  seed,
});

export type RecurrentCase = typeof recurrentCases extends fc.Arbitrary<infer T> ? T : never;

/** The gates of ONNX's weights, each as its place among ours: i o f c are our i f g o, and z r h our r z n. */
const gateOrder: Record<string, readonly number[]> = { rnn: [0], lstm: [0, 3, 1, 2], gru: [1, 0, 2] };

const typeOf = (kind: Kind): "rnn" | "lstm" | "gru" => kind.slice(0, 4).trim() as "rnn" | "lstm" | "gru";

/** The numbers of one recurrent layer, with the parameters of each of its directions. */
export interface RecurrentNumbers {
  /** [batch, n, d] */
  readonly x: Tensor;
  readonly directions: readonly layers.GruParams[];
  /** For each direction, states [batch, h]. */
  readonly states: readonly layers.LstmState[];
  readonly lengths: readonly number[];
}

/** The numbers of a case, the same for the same case. */
export function recurrentNumbers(c: RecurrentCase): RecurrentNumbers {
  const { batch, n, d, h, kind } = c;
  const gates = gateOrder[typeOf(kind)]!.length;
  const places = c.direction === "bidirectional" ? [0, 10] : [0];
  const scaled = (shape: readonly number[], place: number, factor: number): Tensor =>
    ops.multiply(normal(shape, c.seed + place), factor);
  return {
    x: normal([batch, n, d], c.seed + 1),
    directions: places.map((place) => ({
      W: scaled([d, gates * h], place + 2, 1 / Math.sqrt(d)),
      U: scaled([h, gates * h], place + 3, 1 / Math.sqrt(h)),
      b: normal([gates * h], c.seed + place + 4),
      ...(kind.startsWith("gru") ? { bh: normal([h], c.seed + place + 5) } : {}),
    })),
    states: places.map((place) => ({
      h: scaled([batch, h], place + 6, 0.5),
      c: normal([batch, h], c.seed + place + 7),
    })),
    lengths: Array.from({ length: batch }, (_, b) => (c.ragged ? 1 + ((c.seed + 7 * b) % n) : n)),
  };
}

// Ours [rows, G·h] as ONNX's [G·h, rows], its gates in the order of ONNX.
function gatesForOnnx(ours: Tensor, order: readonly number[]): Tensor {
  const h = ours.shape[1]! / order.length;
  const parts = order.map((gate) => ops.slice(ours, { axis: 1, from: gate * h, to: (gate + 1) * h }));
  return ops.transpose(ops.concatenate(parts, { axis: 1 }));
}

// ONNX has a bias beside W, and one beside U.
function biasesForOnnx({ b, bh }: layers.GruParams, order: readonly number[]): Tensor {
  const gates = ops.reshape(gatesForOnnx(ops.reshape(b, [1, b.shape[0]!]), order), [b.shape[0]!]);
  const zero = ops.multiply(b, 0);
  if (bh === undefined) return ops.concatenate([gates, zero], { axis: 0 });
  const rest = ops.slice(zero, { axis: 0, from: 0, to: b.shape[0]! - bh.shape[0]! });
  return ops.concatenate([gates, rest, bh], { axis: 0 });
}

/** A recurrent layer by ONNX Runtime: outputs [batch, n, directions · h], and the last state of each direction. */
export async function onnxRecurrent(
  c: RecurrentCase,
  { x, directions, states, lengths }: RecurrentNumbers,
): Promise<{ outputs: Tensor; states: { h: Tensor; c: Tensor | undefined }[] }> {
  const { batch, n, h, kind, direction } = c;
  const type = typeOf(kind);
  const order = gateOrder[type]!;
  const attributes: Record<string, Attribute> = {
    hidden_size: { i: h },
    direction: { s: direction },
    ...(type === "gru" ? { linear_before_reset: { i: Number(kind === "gru after") } } : {}),
  };
  const all = (f: (params: layers.GruParams) => Tensor): Tensor => dense(ops.stack(directions.map(f)));
  const first = (part: "h" | "c"): Tensor | undefined =>
    c.continued ? dense(ops.stack(states.map((state) => state[part]))) : undefined;
  const inputs = [
    dense(ops.transpose(x, [1, 0, 2])),
    all(({ W }) => gatesForOnnx(W, order)),
    all(({ U }) => gatesForOnnx(U, order)),
    all((params) => biasesForOnnx(params, order)),
    c.ragged ? ndarray(Int32Array.from(lengths), [batch]) : undefined,
    first("h"),
    ...(type === "lstm" ? [first("c")] : []),
  ];
  const names = ["y", "h", ...(type === "lstm" ? ["c"] : [])];
  const found = await onnx(type.toUpperCase(), { opset: 14, attributes, inputs, outputs: names });
  // [n, directions, batch, h]
  const outputs = found.y!.transpose(2, 0, 1, 3) as Tensor;
  return {
    outputs: dense(outputs, [batch, n, directions.length * h]),
    states: directions.map((_, i) => ({
      h: found.h!.pick(i, null, null) as Tensor,
      c: found.c?.pick(i, null, null) as Tensor | undefined,
    })),
  };
}
