import type { Value } from "../../autodiff/variable.ts";
import { and } from "../../masks/combine.ts";
import { take } from "../../ops/index.ts";
import { ArgumentError, describe, expectInteger, expectOptions } from "../../tensor/argument-error.ts";
import type { RecurrentState } from "../recurrent/recurrent.ts";
import { type EncoderDecoder, encode } from "./encoder-decoder.ts";
import {
  expectSearch,
  extend,
  type Hypothesis,
  hypothesisOf,
  nextStep,
  type Path,
  pathFrom,
  type Seq2seqSearchOptions,
} from "./hypothesis.ts";
import { paddedTokens, type TokenLists } from "./padded-tokens.ts";
import { encoderDecoder } from "./seq2seq.ts";
import type { Seq2seqParams } from "./seq2seq-params.ts";

/** How many hypotheses are followed, how they are ranked, and where a target begins and ends. */
export interface Seq2seqBeamOptions extends Seq2seqSearchOptions {
  /** How many hypotheses are followed. */
  readonly width: number;
  /** α, where hypotheses are ranked at last by ln P / lengthᵅ: 0 (the default) is by probability, 1 by its mean. */
  readonly lengthNormalization?: number;
}

/**
 * Beam search with `seq2seq`: step by step, the `width` most probable ways to go on of all that are followed. A
 * hypothesis that has ended leaves the beam, which is one narrower from there on. Width 1 is greedy decoding.
 *
 * Sutskever, Vinyals & Le 2014, §3.2; ranked at last by ln P / lengthᵅ, the end counted, as in Wu et al. 2016, "Google's
 * Neural Machine Translation System", Eq. 14, with length for their (5 + length)/6.
 *
 * @example
 * ```ts
 * const params = layers.initialiseSeq2seq(random(1), { sourceVocabulary: 5, targetVocabulary: 3, d: 2, hidden: 3 });
 * const always2 = { ...params, output: { W: zeros([3, 3]), b: tensor([0, 0, 1]) } };
 * layers.seq2seqBeam(always2, [[1, 4]], { start: 0, end: 1, maxLength: 2, width: 4 })[0][0].tokens; // [2, 2]
 * ```
 *
 * @param source B sequences of tokens of the source vocabulary
 * @returns for each source at most `width` hypotheses, the best first
 * @throws ArgumentError when parameters, tokens or options do not fit.
 */
export function seq2seqBeam(params: Seq2seqParams, source: TokenLists, options: Seq2seqBeamOptions): Hypothesis[][] {
  const caller = "layers.seq2seqBeam";
  const own = ["width", "lengthNormalization"];
  expectOptions(caller, options, [...own, "start", "end", "maxLength", "score", "query", "layer"]);
  const { width, lengthNormalization = 0 } = options;
  const model = encoderDecoder(caller, params, options);
  expectSearch(caller, options, params.output.W.shape[1]);
  expectInteger(caller, "width", width, 1);
  if (!(Number.isFinite(lengthNormalization) && lengthNormalization >= 0)) {
    throw new ArgumentError(
      caller,
      "lengthNormalization",
      describe(lengthNormalization),
      "a finite number, at least 0",
    );
  }
  paddedTokens(caller, "source", source);
  const rank = ({ tokens, logProbability }: Path): number =>
    logProbability / (tokens.length - 1) ** lengthNormalization;
  return source.map((one) =>
    pathsOf(model, one, options)
      .sort((a, b) => rank(b) - rank(a))
      .map((path) => hypothesisOf(path, one.length, model)),
  );
}

function pathsOf(model: EncoderDecoder, source: readonly number[], options: Seq2seqBeamOptions): Path[] {
  const { start, end, maxLength, width } = options;
  // One source for all paths: its memory [1, m, 2h] broadcasts, and nothing of it is padding.
  const encoded = { ...encode(model, paddedTokens("layers.seq2seqBeam", "source", [source])), mask: and() };
  const complete: Path[] = [];
  let [paths, state] = [[pathFrom(start)], encoded.state];
  for (let length = 0; length < maxLength && paths.length > 0; length++) {
    const step = nextStep(model, encoded, state, paths);
    const followed = paths
      .flatMap((path, row) =>
        Array.from(step.logProbabilities[row], (own, token) => ({ row, token, total: path.logProbability + own })),
      )
      .sort((a, b) => b.total - a.total)
      .slice(0, width - complete.length)
      .map(({ row, token }) => ({ row, path: extend(paths[row], step, row, token, end) }));
    complete.push(...followed.map(({ path }) => path).filter(({ ended }) => ended));
    const alive = followed.filter(({ path }) => !path.ended);
    paths = alive.map(({ path }) => path);
    if (alive.length > 0)
      state = rowsOf(
        step.state,
        alive.map(({ row }) => row),
      );
  }
  return [...complete, ...paths];
}

const rowsOf = ({ h, c }: RecurrentState<Value>, rows: readonly number[]): RecurrentState<Value> => ({
  h: take<Value>(h, rows),
  ...(c === undefined ? {} : { c: take<Value>(c, rows) }),
});
