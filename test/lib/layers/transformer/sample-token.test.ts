import { describe, expect, test } from "vitest";
import { layers, ops, random, type Tensor, tensor } from "../../../../lib/index.ts";
import { softmaxOf } from "../../naive.ts";
import { noTensor, refuses, wrong } from "../../refuses.ts";

const { sampleToken } = layers;
// Out of order, so that a token's rank is not its number.
const probabilities = [0.05, 0.4, 0.15, 0.3, 0.1];
const logits = ops.log(tensor(probabilities));

/** How often each token is drawn, as a share of all draws. */
function shares(options: layers.SamplingOptions, seed: number, of: Tensor = logits, draws = 4000): number[] {
  const stream = random(seed);
  const counts = Array(of.shape[0]).fill(0);
  for (let i = 0; i < draws; i++) counts[sampleToken(stream, of, options)]++;
  return counts.map((count) => count / draws);
}

/** What is not 0 becomes a share of all that is not. */
const renormalised = (kept: readonly number[]): number[] => {
  const total = kept.reduce((sum, p) => sum + p, 0);
  return kept.map((p) => p / total);
};

describe("layers.sampleToken(random, logits, options)", () => {
  test.each([
    ["all tokens", {}, probabilities],
    ["the k most probable", { topK: 3 }, renormalised([0, 0.4, 0.15, 0.3, 0])],
    ["the nucleus: 0.4 + 0.3 < 0.8 ≤ 0.4 + 0.3 + 0.15", { topP: 0.8 }, renormalised([0, 0.4, 0.15, 0.3, 0])],
    ["the nucleus, which reaches p exactly or not at all", { topP: 0.69 }, renormalised([0, 0.4, 0, 0.3, 0])],
    ["one token for p near 0", { topP: 1e-9 }, [0, 1, 0, 0, 0]],
    ["the nucleus among the k most probable", { topK: 2, topP: 0.57 }, [0, 1, 0, 0, 0]],
    ["more than all there are", { topK: 99, topP: 1 }, probabilities],
    ["a temperature of 2", { temperature: 2 }, softmaxOf(probabilities.map((p) => Math.log(p) / 2))],
    ["a temperature of 0.5", { temperature: 0.5 }, softmaxOf(probabilities.map((p) => 2 * Math.log(p)))],
    ["a temperature of 0", { temperature: 0 }, [0, 1, 0, 0, 0]],
  ] as const)("draws with the right probabilities: %s", (_, options, expected) => {
    for (const seed of [1, 2, 3]) {
      shares(options, seed).forEach((share, token) => {
        const p = expected[token]!;
        // Five standard deviations of the mean of 4000 draws; what has probability 0 is never drawn.
        expect(Math.abs(share - p)).toBeLessThanOrEqual(5 * Math.sqrt((p * (1 - p)) / 4000));
      });
    }
  });

  test("takes one random number for a token, and none at temperature 0", () => {
    const [one, other] = [random(5), random(5)];
    sampleToken(one, logits, { topK: 3, topP: 0.5 });
    sampleToken(one, logits, { temperature: 0 });
    other.uniform([]);
    expect(one.integer(1e9)).toBe(other.integer(1e9));
  });

  test("takes the first of equals at temperature 0", () => {
    expect(sampleToken(random(1), tensor([1, 3, 3, 2]), { temperature: 0 })).toBe(1);
  });

  test("never draws a token of −∞, and does not mind what is added to all", () => {
    const some = tensor([Number.NEGATIVE_INFINITY, 1000, 1000 - Math.log(3), Number.NEGATIVE_INFINITY]);
    const [none, first, second, last] = shares({}, 4, some);
    expect([none, last]).toEqual([0, 0]);
    expect(Math.abs(first! - 0.75)).toBeLessThan(5 * Math.sqrt((0.75 * 0.25) / 4000));
    expect(first! + second!).toBe(1);
  });

  test("takes float32 and strided logits", () => {
    const single = tensor(Float32Array.from(logits.data), [5]);
    const strided = tensor([...logits.data].flatMap((x) => [x, Number.NaN])).step(2) as Tensor;
    for (const seed of [1, 2, 3]) {
      expect(sampleToken(random(seed), single)).toBe(sampleToken(random(seed), logits));
      expect(sampleToken(random(seed), strided)).toBe(sampleToken(random(seed), logits));
    }
  });

  const name = "layers.sampleToken";
  const draw = (x: Tensor, options: object = {}) => sampleToken(random(1), x, wrong(options));
  refuses([
    ...noTensor(`${name}: logits`, (x) => draw(x)),
    [`${name}: logits has shape [1, 5], expected [vocabulary]`, () => draw(ops.reshape(logits, [1, 5]))],
    [`${name}: logits has no finite maximum, expected numbers, or −∞`, () => draw(tensor([1, Number.NaN]))],
    [`${name}: logits has no finite maximum, expected numbers, or −∞`, () => draw(tensor([1, Infinity]))],
    [`${name}: logits has no finite maximum, expected numbers, or −∞`, () => draw(tensor([-Infinity]))],
    [
      `${name}: temperature has value NaN, expected a finite number, at least 0`,
      () => draw(logits, { temperature: NaN }),
    ],
    [
      `${name}: temperature has value "1", expected a finite number, at least 0`,
      () => draw(logits, { temperature: "1" }),
    ],
    [`${name}: topK has value 1.5, expected a whole number, at least 1`, () => draw(logits, { topK: 1.5 })],
    [`${name}: topP has value 1.1, expected a number above 0, at most 1`, () => draw(logits, { topP: 1.1 })],
    [`${name}: topP has value "1", expected a number above 0, at most 1`, () => draw(logits, { topP: "1" })],
    [`${name}: options has key "seed", expected only temperature, topK, topP`, () => draw(logits, { seed: 1 })],
  ]);
});
