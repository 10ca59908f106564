import { describe } from "vitest";
import {
  attend,
  attentionWeights,
  linearAttention,
  multiHeadAttention,
  normalizers,
  positions,
  scaledDotProductAttention,
  scores,
} from "../../lib/index.ts";
import { refuses, wrong } from "./refuses.ts";
import { sample } from "./samples.ts";

const x = sample([3, 5]);
const W = { Wq: sample([5, 2]), Wk: sample([5, 2]), Wv: sample([5, 2]), Wo: sample([2, 3]) };
const of = (key: string) => wrong({ heads: 1, [key]: 1 });

// A misspelt option would be ignored, and a mask that is not applied shows nowhere.
describe("an option that does not exist", () => {
  const attentionKeys = "expected only score, normalize, mask, bias, dropout";
  refuses([
    [`attend: options has key "Mask", ${attentionKeys}`, () => attend(x, x, x, wrong({ Mask: 1 }))],
    [
      `attentionWeights: options has key "temperature", ${attentionKeys}`,
      () => attentionWeights(x, x, wrong({ temperature: 1 })),
    ],
    [
      'scaledDotProductAttention: options has key "score", expected only mask, bias, scale, softcap, dropout',
      () => scaledDotProductAttention(x, x, x, wrong({ score: 1 })),
    ],
    [
      'linearAttention: options has key "decay", expected only featureMap, gate, beta, normalize, state, chunk',
      () => linearAttention(x, x, x, wrong({ decay: 1 })),
    ],
    [
      'multiHeadAttention: options has key "causal", expected only heads, kvHeads, rotary, cache, returnWeights, mask, bias, scale, softcap, dropout',
      () => multiHeadAttention(x, x, W, of("causal")),
    ],
    [
      'normalizers.softmax: options has key "tau", expected only temperature, sink',
      () => normalizers.softmax(wrong({ tau: 1 })),
    ],
    [
      'positions.rotary: options has key "interleaved", expected only positions, base, pairs, dimension',
      () => positions.rotary(sample([3, 4]), wrong({ interleaved: 1 })),
    ],
    ['scores.cosine: options has key "tau", expected only temperature', () => scores.cosine(wrong({ tau: 1 }))],
    ['scores.scaledDot: options has key "d", expected only scale', () => scores.scaledDot(wrong({ d: 1 }))],
    [
      'scores.negativeSquaredDistance: options has key "sigma", expected only bandwidth',
      () => scores.negativeSquaredDistance(wrong({ sigma: 1 })),
    ],
  ]);
});
