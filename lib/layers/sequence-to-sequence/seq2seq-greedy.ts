import { expectOptions } from "../../tensor/argument-error.ts";
import { encode } from "./encoder-decoder.ts";
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

/**
 * Greedy decoding with `seq2seq`: for each source, step by step, the most probable next token; all sources at once.
 *
 * @example
 * ```ts
 * const params = layers.initialiseSeq2seq(random(1), { sourceVocabulary: 5, targetVocabulary: 3, d: 2, hidden: 3 });
 * const always2 = { ...params, output: { W: zeros([3, 3]), b: tensor([0, 0, 1]) } };
 * layers.seq2seqGreedy(always2, [[1, 4, 3]], { start: 0, end: 1, maxLength: 2 })[0].tokens; // [2, 2]
 * ```
 *
 * @param source B sequences of tokens of the source vocabulary
 * @returns a hypothesis for each source
 * @throws ArgumentError when parameters, tokens or options do not fit.
 */
export function seq2seqGreedy(params: Seq2seqParams, source: TokenLists, options: Seq2seqSearchOptions): Hypothesis[] {
  const caller = "layers.seq2seqGreedy";
  expectOptions(caller, options, ["start", "end", "maxLength", "score", "query", "layer"]);
  const { start, end, maxLength } = options;
  const model = encoderDecoder(caller, params, options);
  expectSearch(caller, options, params.output.W.shape[1]);
  const sources = paddedTokens(caller, "source", source);
  const encoded = encode(model, sources);
  let state = encoded.state;
  let paths = source.map((): Path => pathFrom(start));
  for (let length = 0; length < maxLength && !paths.every(({ ended }) => ended); length++) {
    const step = nextStep(model, encoded, state, paths);
    paths = paths.map((path, row) => {
      if (path.ended) return path;
      const own = step.logProbabilities[row];
      const best = own.indexOf(Math.max(...own));
      return extend(path, step, row, best, end);
    });
    state = step.state;
  }
  return paths.map((path, b) => hypothesisOf(path, source[b].length, model));
}
