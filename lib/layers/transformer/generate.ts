import { KeyValueCache } from "../../attention/key-value-cache.ts";
import { reshape, slice } from "../../ops/index.ts";
import { ArgumentError, expectArray, expectInteger, expectObject, expectOptions } from "../../tensor/argument-error.ts";
import { expectSeed, random } from "../../tensor/random.ts";
import {
  type CausalLanguageModelOptions,
  type CausalLanguageModelParams,
  causalLanguageModel,
} from "./causal-language-model.ts";
import { expectSampling, type SamplingOptions, sampleToken } from "./sample-token.ts";
import { optionNames } from "./transformer-block.ts";

/** How many tokens to draw and how, and the choices of the model. */
export interface GenerateOptions
  extends Omit<CausalLanguageModelOptions, "caches" | "dropout" | "returnWeights">,
    SamplingOptions {
  /** How many tokens are drawn. */
  readonly length: number;
  readonly seed: number;
}

const notOfGeneration = ["rotary", "cache", "dropout", "returnWeights"];
const names = [
  ...optionNames.filter((name) => !notOfGeneration.includes(name)),
  ...["positions", "length", "seed", "temperature", "topK", "topP"],
];

/**
 * Tokens that continue a prompt, each drawn by `sampleToken` from what `causalLanguageModel` says after all before it.
 * Keys and values are kept, so that a step costs one token's work.
 *
 * @example
 * ```ts
 * const params = layers.initialiseCausalLanguageModel(random(1), { vocabulary: 11, d: 6, heads: 3, blocks: 2 });
 * layers.generate(params, [3, 1, 4], { heads: 3, length: 5, seed: 1, topP: 0.9 }).length; // 5
 * ```
 *
 * @param prompt at least one token
 * @returns the `length` tokens after the prompt
 * @throws ArgumentError when parameters, prompt or options do not fit.
 */
export function generate(
  params: CausalLanguageModelParams,
  prompt: readonly number[],
  options: GenerateOptions,
): number[] {
  const caller = "layers.generate";
  expectObject(caller, "params", params);
  expectArray(caller, "params.blocks", params.blocks);
  expectArray(caller, "prompt", prompt);
  if (prompt.length === 0) throw new ArgumentError(caller, "prompt", "length 0", "at least one token");
  expectOptions(caller, options, names);
  const { length, seed, temperature, topK, topP, ...model } = options;
  expectInteger(caller, "length", length, 0);
  expectSeed(caller, "seed", seed);
  const sampling = Object.fromEntries(
    Object.entries({ temperature, topK, topP }).filter(([, value]) => value !== undefined),
  );
  expectSampling(caller, sampling);
  const caches = params.blocks.map(() => new KeyValueCache());
  const stream = random(seed);
  const drawn: number[] = [];
  let given = prompt;
  while (drawn.length < length) {
    const { logits } = causalLanguageModel(params, given, { ...model, caches });
    const [n, vocabulary] = logits.shape;
    const next = reshape(slice(logits, { axis: 0, from: n - 1, to: n }), [vocabulary]);
    given = [sampleToken(stream, next, sampling)];
    drawn.push(...given);
  }
  return drawn;
}
