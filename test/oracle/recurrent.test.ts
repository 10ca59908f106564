import { expect, test } from "vitest";
import { layers, masks } from "../../lib/index.ts";
import { dense, expectAgreement, forAll } from "./agreement.ts";
import { kinds, onnxRecurrent, type RecurrentCase, recurrentCases, recurrentNumbers } from "./onnx-recurrent.ts";

const { bidirectional, gru, lstm, rnn } = layers;

const layerOf: Record<(typeof kinds)[number], layers.RecurrentLayer> = {
  rnn,
  lstm,
  "gru after": gru,
  "gru before": (params, x, options) => gru(params, x, { ...options, reset: "before" }),
};

const stateOf = (c: RecurrentCase, { h, c: cells }: layers.LstmState): layers.RecurrentState =>
  c.kind === "lstm" ? { h, c: cells } : { h };

function ours(c: RecurrentCase): { outputs: layers.Recurrence["outputs"]; states: layers.RecurrentState[] } {
  const { x, directions, states, lengths } = recurrentNumbers(c);
  const layer = layerOf[c.kind];
  const mask = c.ragged ? { mask: masks.padding(lengths) } : {};
  const [forward, backward] = states.map((state) => stateOf(c, state));
  if (c.direction === "bidirectional") {
    const first = c.continued ? { state: { forward: forward!, backward: backward! } } : {};
    const params = { forward: directions[0]!, backward: directions[1]! };
    const { outputs, state } = bidirectional(layer, params, x, { ...mask, ...first });
    return { outputs, states: [state.forward, state.backward] };
  }
  const { outputs, state } = layer(directions[0]!, x, {
    ...mask,
    ...(c.continued ? { state: forward! } : {}),
    reverse: c.direction === "reverse",
  });
  return { outputs, states: [state] };
}

test.each(kinds)(
  "the %s layer is ONNX's, in every direction, ragged or not, with a first state or without",
  async (kind) => {
    const claim = async (c: RecurrentCase) => {
      const [{ outputs, states }, theirs] = [ours(c), await onnxRecurrent(c, recurrentNumbers(c))];
      expectAgreement(outputs, theirs.outputs);
      states.forEach((state, i) => {
        expectAgreement(state.h, dense(theirs.states[i]!.h));
        expect(state.c === undefined).toBe(theirs.states[i]!.c === undefined);
        if (state.c !== undefined) expectAgreement(state.c, dense(theirs.states[i]!.c!));
      });
    };
    await forAll(
      recurrentCases.map((c) => ({ ...c, kind })),
      claim,
    );
  },
);
