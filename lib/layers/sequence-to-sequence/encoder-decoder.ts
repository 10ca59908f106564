import { attend } from "../../attention/attend.ts";
import type { Value } from "../../autodiff/variable.ts";
import { and } from "../../masks/combine.ts";
import type { Mask } from "../../masks/mask.ts";
import { toTensor } from "../../masks/to-tensor.ts";
import { concatenate, reshape, slice, tanh, where } from "../../ops/index.ts";
import type { Score } from "../../scores/score.ts";
import type { NestedArray } from "../../tensor/tensor.ts";
import { linear } from "../linear.ts";
import { bidirectional } from "../recurrent/bidirectional.ts";
import type { RecurrentLayer, RecurrentState } from "../recurrent/recurrent.ts";
import { embedding } from "../transformer/embedding.ts";
import type { PaddedTokens } from "./padded-tokens.ts";
import type { Seq2seqParams, Seq2seqQuery } from "./seq2seq-params.ts";

/** How an encoder and a decoder compute. */
export interface EncoderDecoder {
  readonly params: Seq2seqParams<Value>;
  readonly layer: RecurrentLayer;
  /** None without attention. */
  readonly score: Score<Value> | undefined;
  readonly query: Seq2seqQuery;
}

/** What the decoder reads of B sources, and where it begins. */
export interface Encoded {
  /** [B, m, 2h] */
  readonly memory: Value;
  readonly mask: Mask;
  readonly state: RecurrentState<Value>;
}

/** What the decoder computes. */
export interface Decoded {
  /** [B, n, target vocabulary] */
  readonly logits: Value;
  /** [B, n, m], with attention. */
  readonly weights?: Value;
  readonly state: RecurrentState<Value>;
}

/** The states of the encoder in both directions, and the decoder's first. */
export function encode({ params, layer }: EncoderDecoder, { tokens, mask }: PaddedTokens): Encoded {
  const x = embedding<Value>(params.source, tokens); // [B, m, d]
  const { outputs, state } = bidirectional<Value>(layer, params.encoder, x, { mask });
  const last = concatenate<Value>([state.forward.h, state.backward.h], { axis: -1 }); // [B, 2h]
  return { memory: outputs, mask, state: { h: tanh<Value>(linear<Value>(params.bridge, last)) } };
}

/** The decoder over n tokens [B, n], `mask` of them real, from a state: the first, or that after earlier tokens. */
export function decode(
  model: EncoderDecoder,
  encoded: Encoded,
  state: RecurrentState<Value>,
  tokens: NestedArray,
  mask: Mask,
): Decoded {
  const { params, score, query } = model;
  const y = embedding<Value>(params.target, tokens); // [B, n, d]
  const [batch, n] = y.shape;
  const run = score === undefined ? withoutContext : query === "current" ? currentAsks : previousAsks;
  const { states, context, weights, state: last } = run(model, encoded, state, y, mask);
  const readout =
    context === undefined
      ? states
      : tanh<Value>(
          linear<Value>(
            params.combine as NonNullable<typeof params.combine>,
            concatenate<Value>([context, states], { axis: -1 }),
          ),
        ); // [B, n, h]
  const logits = linear<Value>(params.output, readout);
  const real = toTensor(asQueries(mask), n, 1, [batch]); // [B, n, 1]
  return { logits: where<Value>(real, logits, 0), ...(weights === undefined ? {} : { weights }), state: last };
}

/** The decoder's states [B, n, h], and what each read: contexts [B, n, 2h] by weights [B, n, m]. */
interface Run {
  readonly states: Value;
  readonly context?: Value;
  readonly weights?: Value;
  readonly state: RecurrentState<Value>;
}

type Runner = (model: EncoderDecoder, encoded: Encoded, state: RecurrentState<Value>, y: Value, mask: Mask) => Run;

const withoutContext: Runner = ({ layer, params }, _, state, y, mask) => {
  const { outputs, state: last } = layer<Value>(params.decoder, y, { state, mask });
  return { states: outputs, state: last };
};

// All states first, then what they ask for all at once.
const currentAsks: Runner = (model, encoded, first, y, mask) => {
  const { states, state } = withoutContext(model, encoded, first, y, mask);
  return { states, ...read(model, encoded, states, mask), state };
};

// What the state before a step asks for goes into the step, so that it is one step after the other.
const previousAsks: Runner = (model, encoded, first, y, mask) => {
  const [batch, n] = y.shape;
  let state = first;
  const steps = Array.from({ length: n }, (_, t) => {
    const here: Mask = { allows: (_, __, lead) => mask.allows(0, t, lead) };
    const query = reshape<Value>(state.h, [batch, 1, state.h.shape[1]]);
    const { context, weights } = read(model, encoded, query, here);
    const token = slice<Value>(y, { axis: 1, from: t, to: t + 1 });
    const input = concatenate<Value>([token, context], { axis: -1 }); // [B, 1, d + 2h]
    const { outputs, state: next } = model.layer<Value>(model.params.decoder, input, { state, mask: here });
    state = next;
    return { states: outputs, context, weights };
  });
  const all = (name: "states" | "context" | "weights"): Value =>
    concatenate<Value>(
      steps.map((step) => step[name]),
      { axis: 1 },
    );
  return { states: all("states"), context: all("context"), weights: all("weights"), state };
};

function read({ score }: EncoderDecoder, { memory, mask }: Encoded, queries: Value, real: Mask) {
  const { output, weights } = attend<Value>(queries, memory, memory, {
    ...(score === undefined ? {} : { score }),
    mask: and(asQueries(real), mask),
  });
  return { context: output, weights };
}

// A mask of tokens, which are keys everywhere else, as one of queries: padding asks for nothing.
const asQueries = (mask: Mask): Mask => ({ allows: (i, _, lead) => mask.allows(0, i, lead) });
