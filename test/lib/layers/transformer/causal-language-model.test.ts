import { describe, expect, test } from "vitest";
import {
  fit,
  grad,
  KeyValueCache,
  largestDifference,
  layers,
  losses,
  masks,
  ops,
  optimizers,
  random,
  type Tensor,
  tensor,
  toArray,
  type Variable,
} from "../../../../lib/index.ts";
import { refuses, wrong } from "../../refuses.ts";
import { sample } from "../../samples.ts";
import { parameterCount } from "../parameter-count.ts";

const { causalLanguageModel, generate, initialiseCausalLanguageModel, transformerEncoderBlock } = layers;

const sizes = { vocabulary: 11, d: 6, heads: 3, kvHeads: 1, blocks: 2, hidden: 5 };
const params = initialiseCausalLanguageModel(random(1), sizes);
const withTable = initialiseCausalLanguageModel(random(1), { ...sizes, length: 13 });
const options = { heads: 3, kvHeads: 1, activation: ops.gelu };
const tokens = [3, 1, 4, 1, 5, 9, 2];

const models = [
  ["sinusoidal", params, { ...options, positions: "sinusoidal" }],
  ["learned", withTable, { ...options, positions: "learned" }],
  ["rotary", params, { ...options, positions: "rotary" }],
] as const;
const row = (t: Tensor, i: number): Tensor => ops.slice(t, { axis: -2, from: i, to: i + 1 });

describe("layers.causalLanguageModel(params, tokens, options)", () => {
  test("embeds times √d, adds positions, and ends with the table it began with", () => {
    const { E } = params.embedding;
    const places = Array.from({ length: 7 }, (_, p) =>
      Array.from({ length: 6 }, (_, c) => {
        const angle = p / 10000 ** ((2 * Math.floor(c / 2)) / 6);
        return c % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
      }),
    );
    let x = ops.add(ops.multiply(ops.take(E, tokens), Math.sqrt(6)), tensor(places));
    for (const block of params.blocks) {
      x = transformerEncoderBlock(block, x, { ...options, mask: masks.causal() }).output;
    }
    const expected = ops.matmul(layers.layerNorm(params.norm!, x), ops.transpose(E));
    expect(largestDifference(causalLanguageModel(params, tokens, options).logits, expected)).toBeLessThan(1e-13);
  });

  test("takes learned positions where there are parameters for them", () => {
    const { logits } = causalLanguageModel(withTable, tokens, options);
    expect(largestDifference(logits, causalLanguageModel(withTable, tokens, models[1][2]).logits)).toBe(0);
    const { positions, ...others } = withTable;
    const none = causalLanguageModel({ ...others, positions: ops.multiply(positions as Tensor, 0) }, tokens, options);
    expect(largestDifference(logits, none.logits)).toBeGreaterThan(0.01);
  });

  test.each(models)("lets no later token influence an earlier output: %s positions", (_, own, choices) => {
    const logits = (given: readonly number[]) => causalLanguageModel(own, given, choices).logits;
    const whole = logits(tokens);
    for (let length = 1; length <= 7; length++) {
      const changed = logits(tokens.map((token, i) => (i < length ? token : (token + i) % 11)));
      const cut = logits(tokens.slice(0, length));
      for (let i = 0; i < length; i++) {
        expect([
          largestDifference(row(changed, i), row(whole, i)),
          largestDifference(row(cut, i), row(whole, i)),
        ]).toEqual([0, 0]);
      }
    }
  });

  test("lets no earlier output have a gradient in a later position", () => {
    const early = (positions: Variable): Variable => {
      const { logits } = causalLanguageModel<Variable>({ ...withTable, positions }, tokens, options);
      return ops.sum(ops.square(ops.slice(logits, { axis: 0, from: 0, to: 4 })));
    };
    const gradient = toArray(grad(early)(withTable.positions as Tensor)) as number[][];
    expect(
      gradient
        .slice(0, 4)
        .flat()
        .every((g) => g !== 0),
    ).toBe(true);
    expect(gradient.slice(4).flat().map(Math.abs)).toEqual(Array(9 * 6).fill(0));
  });

  test.each(models)("gives token by token, from a cache, what it gives at once: %s positions", (_, own, choices) => {
    const whole = causalLanguageModel(own, tokens, choices).logits;
    const caches = own.blocks.map(() => new KeyValueCache());
    tokens.forEach((token, i) => {
      const { logits } = causalLanguageModel(own, [token], { ...choices, caches });
      expect(largestDifference(logits, row(whole, i))).toBeLessThan(1e-12);
    });
    expect(caches.map(({ length }) => length)).toEqual([7, 7]);
  });

  test("treats the entries of a batch each by itself, and ignores padding exactly", () => {
    const [long, short] = [tokens, [8, 2, 6]];
    const mask = masks.padding([7, 3]);
    const both = causalLanguageModel(params, [long, [...short, 0, 0, 0, 0]], { ...options, mask }).logits;
    expect(largestDifference(both.pick(0) as Tensor, causalLanguageModel(params, long, options).logits)).toBe(0);
    const alone = causalLanguageModel(params, short, options).logits;
    for (let i = 0; i < 3; i++) expect(largestDifference(row(both.pick(1) as Tensor, i), row(alone, i))).toBe(0);
  });

  test("gives the weights of every head of every block, if asked for", () => {
    const { logits, weights } = causalLanguageModel(params, [tokens, tokens], { ...options, returnWeights: true });
    expect(weights!.map(({ shape }) => shape)).toEqual([
      [2, 3, 7, 7],
      [2, 3, 7, 7],
    ]);
    for (const one of weights!) {
      expect(
        largestDifference(ops.sum(one, { axis: -1 }), ops.add(ops.multiply(ops.sum(one, { axis: -1 }), 0), 1)),
      ).toBeLessThan(1e-14);
      expect(one.get(1, 2, 3, 4)).toBe(0);
    }
    const without = causalLanguageModel(params, [tokens, tokens], options);
    expect(Object.keys(without)).toEqual(["logits"]);
    expect(largestDifference(without.logits, logits)).toBeLessThan(1e-13);
  });

  test("draws dropout from its seed, another choice in every block", () => {
    const of = (seed: number) =>
      causalLanguageModel(params, tokens, { ...options, dropout: { rate: 0.3, seed } }).logits;
    expect(largestDifference(of(1), of(1))).toBe(0);
    expect(largestDifference(of(1), of(2))).toBeGreaterThan(0.01);
    const twins = { ...params, blocks: [params.blocks[0]!, params.blocks[0]!] };
    const choices = { ...options, dropout: { rate: 0.5, seed: 1 }, returnWeights: true };
    const [first, second] = causalLanguageModel(twins, tokens, choices).weights!;
    const dropped = (t: Tensor) => Array.from(t.data, (w, i) => (i % 49 > 0 && w === 0 ? 1 : 0));
    expect(dropped(first!)).not.toEqual(dropped(second!));
  });

  test("takes blocks that normalise last, by RMSNorm, with SwiGLU and no biases, in float32", () => {
    const choices = { norm: layers.rmsNorm, activation: ops.silu, positions: "rotary" } as const;
    const bare = initialiseCausalLanguageModel(
      random(3),
      { ...sizes, gated: true, bias: false, normFirst: false },
      "float32",
    );
    expect([Object.keys(bare), bare.embedding.E.dtype]).toEqual([["embedding", "blocks"], "float32"]);
    const { logits } = causalLanguageModel(bare, tokens, { heads: 3, kvHeads: 1, normFirst: false, ...choices });
    expect([logits.shape, logits.dtype, logits.data.every(Number.isFinite)]).toEqual([[7, 11], "float32", true]);
  });

  test("has a gradient in every parameter", () => {
    const loss = (p: layers.CausalLanguageModelParams<Variable>): Variable =>
      losses.crossEntropy(causalLanguageModel<Variable>(p, tokens.slice(0, 6), options).logits, tokens.slice(1));
    const zeros = (node: unknown): number =>
      "data" in (node as object)
        ? Number((node as Tensor).data.every((g) => Math.abs(g) < 1e-12))
        : Object.values(node as object).reduce((count, child) => count + zeros(child), 0);
    // A bias of the keys adds the same to all scores of a query, which softmax does not see.
    const sightless = params.blocks.length;
    expect(
      zeros(
        grad(loss)({ ...withTable, positions: ops.slice(withTable.positions as Tensor, { axis: 0, from: 0, to: 6 }) }),
      ),
    ).toBe(sightless);
  });

  test.each([
    ["LayerNorm, GELU, sinusoidal positions", sizes, options],
    [
      "RMSNorm, SwiGLU, rotary positions",
      { ...sizes, gated: true, bias: false },
      { ...options, norm: layers.rmsNorm, activation: ops.silu, positions: "rotary" },
    ],
  ] as const)("learns its batch by heart: %s", (_, own, choices) => {
    const data = { tokens: tensor([tokens, [2, 7, 1, 8, 2, 8, 1]]) };
    const numbers = (t: Tensor) => toArray(t) as number[][];
    const model = fit(
      (p: layers.CausalLanguageModelParams<Variable>, batch: { tokens: Tensor }): Variable => {
        const given = numbers(batch.tokens).map((all) => all.slice(0, -1));
        const next = numbers(batch.tokens).map((all) => all.slice(1));
        return losses.crossEntropy(causalLanguageModel<Variable>(p, given, choices).logits, next);
      },
      initialiseCausalLanguageModel(random(5), own),
      { data, epochs: 150, seed: 1, optimizer: optimizers.adamW({ learningRate: 0.02, weightDecay: 0 }) },
    );
    expect(model.history.at(-1)!.trainingLoss).toBeLessThan(0.02);
    // The second token follows from the first, so the rest does too.
    expect(generate(model.params, [3], { ...choices, length: 6, seed: 1, temperature: 0 })).toEqual(tokens.slice(1));
    expect(generate(model.params, [2], { ...choices, length: 6, seed: 1, temperature: 0 })).toEqual([7, 1, 8, 2, 8, 1]);
  });

  const name = "layers.causalLanguageModel";
  const run = (more: object, own: object = params, given: unknown = tokens) =>
    causalLanguageModel(wrong(own), wrong(given), wrong({ ...options, ...more }));
  refuses([
    [
      `${name}: positions has value "none", expected "sinusoidal", "learned" or "rotary"`,
      () => run({ positions: "none" }),
    ],
    [`${name}: positions has value undefined, expected a tensor`, () => run({ positions: "learned" })],
    [
      `${name}: positions has shape [13, 5], expected [length, d] with d = 6 (from embedding.E)`,
      () => run({}, { ...params, positions: sample([13, 5]) }),
    ],
    [
      `${name}: tokens has 14 places, expected at most 13, the learned positions`,
      () => run({}, withTable, Array(14).fill(1)),
    ],
    [`${name}: tokens has value 3, expected an array`, () => run({}, params, 3)],
    ["layers.embedding: tokens has value 11, expected a row of E, 0 to 10", () => run({}, params, [11])],
    [`${name}: caches has length 1, expected 2, one for each block`, () => run({ caches: [new KeyValueCache()] })],
    [`${name}: params.blocks has value undefined, expected an array`, () => run({}, { ...params, blocks: undefined })],
    [
      `${name}: norm.gain has shape [5], expected [d] with d = 6 (from embedding.E)`,
      () => run({}, { ...params, norm: { gain: sample([5]) } }),
    ],
    [
      `${name}: blocks[0].attentionNorm.gain has shape [5], expected [d] with d = 6 (from embedding.E)`,
      () => run({}, { ...params, blocks: [{ ...params.blocks[0], attentionNorm: { gain: sample([5]) } }] }),
    ],
    [
      `${name}: options has key "rotary", expected only heads, kvHeads, returnWeights, mask, bias, scale, softcap, dropout, norm, normFirst, activation, positions, caches`,
      () => run({ rotary: {} }),
    ],
    [`${name}: dropout.rate has value 1, expected a number in [0, 1)`, () => run({ dropout: { rate: 1, seed: 1 } })],
    [
      "layers.initialiseCausalLanguageModel: blocks has value 0, expected a whole number, at least 1",
      () => initialiseCausalLanguageModel(random(1), { ...sizes, blocks: 0 }),
    ],
    [
      "layers.initialiseCausalLanguageModel: length has value 0, expected a whole number, at least 1",
      () => initialiseCausalLanguageModel(random(1), { ...sizes, length: 0 }),
    ],
    [
      'layers.initialiseCausalLanguageModel: sizes has key "layers", expected only vocabulary, blocks, length, normFirst, d, heads, kvHeads, hidden, gated, bias',
      () => initialiseCausalLanguageModel(random(1), wrong({ layers: 1 })),
    ],
  ]);
});

test("layers.initialiseCausalLanguageModel has Vd + Ld + N·(2d(d + 1) + 2e(d + 1) + 2dh + h + d + 4d) + 2d parameters", () => {
  const [V, L, N, d, e, h] = [11, 13, 2, 6, 2, 5];
  expect(parameterCount(withTable)).toBe(
    V * d + L * d + N * (2 * d * (d + 1) + 2 * e * (d + 1) + 2 * d * h + h + d + 4 * d) + 2 * d,
  );
});

describe("layers.generate(params, prompt, options)", () => {
  const prompt = [3, 1, 4];

  test.each(models)("draws what the full model, run anew for every token, would: %s positions", (_, own, choices) => {
    const { positions } = choices;
    const sampling = { temperature: 0.7, topK: 5, topP: 0.9 };
    const stream = random(7);
    const all = [...prompt];
    for (let step = 0; step < 9; step++) {
      const { logits } = causalLanguageModel(own, all, choices);
      all.push(layers.sampleToken(stream, logits.pick(all.length - 1) as Tensor, sampling));
    }
    expect(generate(own, prompt, { ...options, positions, ...sampling, length: 9, seed: 7 })).toEqual(all.slice(3));
  });

  test("repeats for the same seed, and gives nothing when nothing is asked", () => {
    const of = (seed: number) => generate(params, prompt, { ...options, length: 20, seed });
    expect(of(1)).toEqual(of(1));
    expect(of(1)).not.toEqual(of(2));
    expect(generate(params, prompt, { ...options, length: 0, seed: 1 })).toEqual([]);
  });

  const name = "layers.generate";
  const run = (more: object, given: unknown = prompt) =>
    generate(params, wrong(given), wrong({ ...options, length: 2, seed: 1, ...more }));
  refuses([
    [`${name}: length has value -1, expected a whole number, at least 0`, () => run({ length: -1 })],
    [`${name}: seed has value -1, expected a whole number from 0 to 4294967295`, () => run({ seed: -1 })],
    [`${name}: prompt has value "a", expected an array`, () => run({}, "a")],
    [`${name}: prompt has length 0, expected at least one token`, () => run({}, [])],
    [`${name}: temperature has value -1, expected a finite number, at least 0`, () => run({ temperature: -1 })],
    [`${name}: topK has value 0, expected a whole number, at least 1`, () => run({ topK: 0 })],
    [`${name}: topP has value 0, expected a number above 0, at most 1`, () => run({ topP: 0 })],
    [
      `${name}: options has key "dropout", expected only heads, kvHeads, mask, bias, scale, softcap, norm, normFirst, activation, positions, length, seed, temperature, topK, topP`,
      () => run({ dropout: { rate: 0.1, seed: 1 } }),
    ],
  ]);
});
