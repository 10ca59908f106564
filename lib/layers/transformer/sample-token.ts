import { ArgumentError, describe, expectInteger, expectOptions } from "../../tensor/argument-error.ts";
import { elements } from "../../tensor/elements.ts";
import type { Random } from "../../tensor/random.ts";
import { expectTensor, shapes } from "../../tensor/shapes.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/** How far a token may lie from the most probable one. */
export interface SamplingOptions {
  /** Divides the logits; by default 1. At 0 the most probable token is taken, of equals the first. */
  readonly temperature?: number;
  /** Only the k most probable tokens; by default all. */
  readonly topK?: number;
  /** Of these, only the fewest most probable that have together at least this probability; by default all. */
  readonly topP?: number;
}

/** Throw unless the options are those of sampling. */
export function expectSampling(caller: string, { temperature, topK, topP }: SamplingOptions): void {
  if (temperature !== undefined && !(Number.isFinite(temperature) && temperature >= 0)) {
    throw new ArgumentError(caller, "temperature", describe(temperature), "a finite number, at least 0");
  }
  if (topK !== undefined) expectInteger(caller, "topK", topK, 1);
  if (topP !== undefined && !(Number.isFinite(topP) && topP > 0 && topP <= 1)) {
    throw new ArgumentError(caller, "topP", describe(topP), "a number above 0, at most 1");
  }
}

/**
 * A token drawn with the probabilities softmax(logits/temperature), cut to the k most probable tokens (top-k) and then
 * to the nucleus, the smallest set of most probable tokens that holds the probability p (top-p).
 *
 * Fan, Lewis & Dauphin 2018, "Hierarchical Neural Story Generation", §5.4 (top-k); Holtzman et al. 2020, "The Curious
 * Case of Neural Text Degeneration", Eq. 2–3 (top-p).
 *
 * @example
 * ```ts
 * const logits = ops.log(tensor([0.1, 0.6, 0.3]));
 * layers.sampleToken(random(1), logits, { topP: 0.5 }); // 1
 * ```
 *
 * @param logits [vocabulary]; −∞ for a token that is never drawn
 * @throws ArgumentError when logits are not a vector, one is NaN or ∞, all are −∞, or the options do not fit.
 */
export function sampleToken(random: Random, logits: Tensor, options: SamplingOptions = {}): number {
  const caller = "layers.sampleToken";
  expectTensor(caller, "logits", logits);
  shapes(caller, { logits: [logits, "vocabulary"] });
  expectOptions(caller, options, ["temperature", "topK", "topP"]);
  expectSampling(caller, options);
  const { temperature = 1, topK = logits.shape[0], topP = 1 } = options;
  const numbers = elements(logits);
  const order = Array.from(numbers.keys()).sort((a, b) => numbers[b] - numbers[a]);
  const highest = numbers[order[0]];
  if (numbers.some(Number.isNaN) || !Number.isFinite(highest)) {
    throw new ArgumentError(caller, "logits", "no finite maximum", "numbers, or −∞");
  }
  if (temperature === 0) return order[0];

  const candidates = order.slice(0, topK);
  const masses = candidates.map((token) => Math.exp((numbers[token] - highest) / temperature));
  const nucleus = firstToReach(masses, topP * sumOf(masses)) + 1;
  const drawn = random.uniform([]).data[0] * sumOf(masses.slice(0, nucleus));
  // Strictly beyond what was drawn, so that a token of probability 0 is never it.
  return candidates[firstToReach(masses.slice(0, nucleus), drawn, true)];
}

const sumOf = (xs: readonly number[]): number => xs.reduce((total, x) => total + x, 0);

/** The first place up to which the masses sum to at least (or more than) a bound; the last that has mass, if none does. */
function firstToReach(masses: readonly number[], bound: number, strictly: boolean = false): number {
  let total = 0;
  let last = 0;
  for (let i = 0; i < masses.length; i++) {
    total += masses[i];
    if (masses[i] > 0) last = i;
    if (strictly ? total > bound : total >= bound) return i;
  }
  return last;
}
