import { tensorOf, type Value } from "../../autodiff/variable.ts";
import { and } from "../../masks/combine.ts";
import { logSoftmax } from "../../ops/index.ts";
import { ArgumentError, describe, expectInteger } from "../../tensor/argument-error.ts";
import { elements } from "../../tensor/elements.ts";
import { dtypeOf, type Floats, type Tensor, tensor } from "../../tensor/tensor.ts";
import type { RecurrentState } from "../recurrent/recurrent.ts";
import { decode, type Encoded, type EncoderDecoder } from "./encoder-decoder.ts";
import type { Seq2seqOptions } from "./seq2seq.ts";

/** Where a target begins and ends, and the choices of the model. */
export interface Seq2seqSearchOptions extends Seq2seqOptions {
  /** The token before the first. */
  readonly start: number;
  /** The token after the last. */
  readonly end: number;
  /** How many tokens are chosen at most, the end among them. */
  readonly maxLength: number;
}

/** A target that was found for a source. */
export interface Hypothesis {
  /** Without start and end. */
  readonly tokens: readonly number[];
  /** ln P of the tokens, and of the end if it was reached. */
  readonly logProbability: number;
  /** Whether the end was reached. */
  readonly ended: boolean;
  /** [tokens, source tokens]: how much each source token counted for each token. None without a score. */
  readonly weights?: Tensor;
}

/** A hypothesis on its way. */
export interface Path {
  /** With the start, and the end if it was reached. */
  readonly tokens: readonly number[];
  readonly logProbability: number;
  readonly ended: boolean;
  /** A row for each token after the start. */
  readonly weights: readonly Floats[];
}

/** One step of the decoder for several paths. */
export interface Step {
  /** For each path, ln P of every next token. */
  readonly logProbabilities: readonly Floats[];
  /** For each path, the weights of the source tokens. None without a score. */
  readonly weights: readonly Floats[] | undefined;
  readonly state: RecurrentState<Value>;
}

/** The step of the decoder after the last tokens of paths, whose states are the rows of `state`. */
export function nextStep(
  model: EncoderDecoder,
  encoded: Encoded,
  state: RecurrentState<Value>,
  paths: readonly Path[],
): Step {
  const last = paths.map(({ tokens }) => [tokens[tokens.length - 1]]);
  const { logits, weights, state: next } = decode(model, encoded, state, last, and());
  return {
    logProbabilities: rows(logSoftmax(tensorOf(logits))),
    weights: weights && rows(tensorOf(weights)),
    state: next,
  };
}

/** The path of number `row` in a step, with one token more. */
export function extend(path: Path, step: Step, row: number, token: number, end: number): Path {
  return {
    tokens: [...path.tokens, token],
    logProbability: path.logProbability + step.logProbabilities[row][token],
    ended: token === end,
    weights: step.weights === undefined ? [] : [...path.weights, step.weights[row]],
  };
}

/** The path with nothing but the start. */
export const pathFrom = (start: number): Path => ({ tokens: [start], logProbability: 0, ended: false, weights: [] });

/** What was found at the end of a path, for a source of `length` tokens. */
export function hypothesisOf(path: Path, length: number, { score, params }: EncoderDecoder): Hypothesis {
  const { logProbability, ended } = path;
  const tokens = path.tokens.slice(1, ended ? -1 : undefined);
  if (score === undefined) return { tokens, logProbability, ended };
  const numbers = tokens.flatMap((_, i) => Array.from(path.weights[i].subarray(0, length)));
  const weights = tensor(Float64Array.from(numbers), [tokens.length, length], dtypeOf(params.output.W));
  return { tokens, logProbability, ended, weights };
}

/** Throw unless start and end are target tokens, and the length at least 1. */
export function expectSearch(caller: string, options: Seq2seqSearchOptions, vocabulary: number): void {
  for (const name of ["start", "end"] as const) {
    const token = options[name];
    if (Number.isInteger(token) && token >= 0 && token < vocabulary) continue;
    throw new ArgumentError(caller, name, describe(token), `a target token, 0 to ${vocabulary - 1}`);
  }
  expectInteger(caller, "maxLength", options.maxLength, 1);
}

// [B, 1, d] as B rows.
function rows(x: Tensor): Floats[] {
  const [data, count] = [elements(x), x.shape[0]];
  const length = data.length / count;
  return Array.from({ length: count }, (_, row) => data.subarray(row * length, (row + 1) * length));
}
