import { describe, expect, test } from "vitest";
import {
  grad,
  KeyValueCache,
  largestDifference,
  layers,
  type Mask,
  masks,
  multiHeadAttention,
  ops,
  random,
  type Tensor,
  tensor,
  toArray,
  type Variable,
} from "../../../../lib/index.ts";
import { noTensor, refuses, wrong } from "../../refuses.ts";
import { sample } from "../../samples.ts";
import { parameterCount } from "../parameter-count.ts";

const { layerNorm, rmsNorm, feedForward, transformerEncoderBlock, transformerDecoderBlock } = layers;
const { initialiseTransformerEncoderBlock, initialiseTransformerDecoderBlock } = layers;

// d = 6, 3 heads of which 1 has keys and values, 11 hidden features, d_c = 5.
const sizes = { d: 6, heads: 3, kvHeads: 1, hidden: 11 };
const norm = (seed: number): layers.NormParams => ({ gain: sample([6], seed), bias: sample([6], seed + 1) });
const params = {
  ...initialiseTransformerEncoderBlock(random(1), sizes),
  ...{ attentionNorm: norm(10), feedForwardNorm: norm(20) },
};
const decoder = {
  ...initialiseTransformerDecoderBlock(random(2), { ...sizes, context: 5 }),
  ...{ attentionNorm: norm(30), crossAttentionNorm: norm(40), feedForwardNorm: norm(50) },
};
const options = { heads: 3, kvHeads: 1, activation: ops.gelu };
const [x, context] = [sample([2, 7, 6], 3), sample([2, 13, 5], 4)];

const rows = (t: Tensor, from: number, to: number): Tensor => ops.slice(t, { axis: -2, from, to });
/** The first tokens of `t`, and others after them. */
const changedAfter = (t: Tensor, length: number, others: (shape: number[]) => Tensor): Tensor => {
  const rest = [...t.shape.slice(0, -2), t.shape.at(-2)! - length, t.shape.at(-1)!];
  return ops.concatenate([rows(t, 0, length), others(rest)], { axis: -2 });
};
const full = (value: number) => (shape: number[]) =>
  tensor(new Float64Array(shape.reduce((a, b) => a * b)).fill(value), shape);

describe("layers.transformerEncoderBlock(params, x, options)", () => {
  const { attention, attentionNorm, feedForward: inner, feedForwardNorm } = params;
  const attend = (y: Tensor) => multiHeadAttention(y, y, attention, { heads: 3, kvHeads: 1 }).output;
  const transform = (y: Tensor) => feedForward(inner, y, { activation: ops.gelu });

  test("normalises what goes into each sublayer", () => {
    const y = ops.add(x, attend(layerNorm(attentionNorm, x)));
    const z = ops.add(y, transform(layerNorm(feedForwardNorm, y)));
    expect(largestDifference(transformerEncoderBlock(params, x, options).output, z)).toBe(0);
  });

  test("normalises the sums with normFirst: false, by the norm it is given", () => {
    const bare = initialiseTransformerEncoderBlock(random(5), { ...sizes, gated: true, bias: false });
    const y = rmsNorm(
      bare.attentionNorm,
      ops.add(x, multiHeadAttention(x, x, bare.attention, { heads: 3, kvHeads: 1 }).output),
    );
    const swiGlu = feedForward(bare.feedForward, y, { activation: ops.silu });
    const z = rmsNorm(bare.feedForwardNorm, ops.add(y, swiGlu));
    const choices = { ...options, norm: rmsNorm, normFirst: false, activation: ops.silu };
    expect(largestDifference(transformerEncoderBlock(bare, x, choices).output, z)).toBe(0);
  });

  test("does not change what real tokens give when there is padding, whatever it holds", () => {
    for (const [length, value] of [
      [3, 0],
      [5, 100],
      [3, Number.NaN],
      [6, Number.POSITIVE_INFINITY],
    ] as const) {
      const alone = transformerEncoderBlock(params, rows(x, 0, length), options).output;
      const padded = changedAfter(x, length, full(value));
      const mask = masks.padding([length, length]);
      const { output } = transformerEncoderBlock(params, padded, { ...options, mask });
      expect(largestDifference(rows(output, 0, length), alone)).toBe(0);
    }
  });

  test("has the same gradient with padding, whatever it holds", () => {
    const length = 4;
    const loss = (p: layers.TransformerBlockParams<Variable>, y: Tensor, mask?: Mask): Variable => {
      const choices = mask === undefined ? options : { ...options, mask };
      const { output } = transformerEncoderBlock<Variable>(p, y, choices);
      return ops.sum(ops.square(ops.slice(output, { axis: 1, from: 0, to: length })));
    };
    const numbers = (tree: unknown): number[] =>
      Object.values(tree as object).flatMap((t) => ("data" in t ? [...t.data] : numbers(t)));
    const alone = numbers(grad(loss)(params, rows(x, 0, length)));
    const mask = masks.padding([length, length]);
    for (const value of [0, 100, Number.NaN, Number.POSITIVE_INFINITY]) {
      const padded = grad(loss)(params, changedAfter(x, length, full(value)), mask);
      expect(numbers(padded)).toEqual(alone);
    }
  });

  test("treats the entries of a batch each by itself", () => {
    const both = transformerEncoderBlock(params, x, { ...options, returnWeights: true });
    for (const b of [0, 1]) {
      const one = transformerEncoderBlock(params, x.pick(b) as Tensor, { ...options, returnWeights: true });
      expect(largestDifference(both.output.pick(b) as Tensor, one.output)).toBe(0);
      expect(largestDifference(both.weights!.pick(b) as Tensor, one.weights!)).toBe(0);
    }
  });

  test("moves its outputs with its tokens", () => {
    const order = [3, 0, 6, 1, 5, 2, 4];
    const moved = (t: Tensor) => ops.take(t.pick(0) as Tensor, order);
    const { output } = transformerEncoderBlock(params, moved(x), options);
    expect(largestDifference(output, moved(transformerEncoderBlock(params, x, options).output))).toBeLessThan(1e-14);
  });

  test("draws dropout from its seed, a different choice in each place, and none at rate 0", () => {
    const of = (rate: number, seed: number) =>
      transformerEncoderBlock(params, x, { ...options, dropout: { rate, seed } }).output;
    expect(largestDifference(of(0.3, 1), of(0.3, 1))).toBe(0);
    expect(largestDifference(of(0.3, 1), of(0.3, 2))).toBeGreaterThan(0.01);
    expect(largestDifference(of(0, 1), transformerEncoderBlock(params, x, options).output)).toBe(0);
    expect(largestDifference(of(0.3, 2 ** 32 - 1), x)).toBeGreaterThan(0.01);
  });
});

describe("layers.transformerDecoderBlock(params, x, context, options)", () => {
  const { attention, attentionNorm, crossAttention, crossAttentionNorm, feedForward: inner, feedForwardNorm } = decoder;

  test.each([true, false])(
    "is causal self-attention, cross-attention and a feed-forward layer; normFirst: %s",
    (first) => {
      const joined = (p: layers.NormParams, y: Tensor, f: (y: Tensor) => Tensor) =>
        first ? ops.add(y, f(layerNorm(p, y))) : layerNorm(p, ops.add(y, f(y)));
      const choices = { heads: 3, kvHeads: 1, returnWeights: true };
      const own = { ...choices, mask: masks.causal() };
      const other = { ...choices, mask: masks.padding([11, 2]) };
      const y = joined(attentionNorm, x, (t) => multiHeadAttention(t, t, attention, own).output);
      const z = joined(crossAttentionNorm, y, (t) => multiHeadAttention(t, context, crossAttention, other).output);
      const expected = joined(feedForwardNorm, z, (t) => feedForward(inner, t, { activation: ops.gelu }));
      const result = transformerDecoderBlock(decoder, x, context, {
        ...{ ...options, normFirst: first, returnWeights: true },
        contextMask: masks.padding([11, 2]),
      });
      expect(largestDifference(result.output, expected)).toBeLessThan(1e-13);
      expect([result.weights!.shape, result.crossWeights!.shape]).toEqual([
        [2, 3, 7, 7],
        [2, 3, 7, 13],
      ]);
    },
  );

  test("lets no later token influence an earlier output, nor its gradient", () => {
    for (const length of [1, 4, 6]) {
      const run = (y: Tensor) => rows(transformerDecoderBlock(decoder, y, context, options).output, 0, length);
      for (const value of [5, Number.NaN, Number.POSITIVE_INFINITY]) {
        expect(largestDifference(run(changedAfter(x, length, full(value))), run(x))).toBe(0);
      }
      const early = (y: Variable): Variable => {
        const { output } = transformerDecoderBlock<Variable>(decoder, y, context, options);
        return ops.sum(ops.square(ops.slice(output, { axis: 1, from: 0, to: length })));
      };
      const gradient = grad(early)(x);
      expect(rows(gradient, length, 7).data.length).toBeGreaterThan(0);
      expect(Array.from(tensor(toArray(rows(gradient, length, 7))).data).every((g) => g === 0)).toBe(true);
      expect(Array.from(tensor(toArray(rows(gradient, 0, length))).data).every((g) => g !== 0)).toBe(true);
    }
  });

  test("does not mind padding of the context, whatever it holds", () => {
    const alone = transformerDecoderBlock(decoder, x, rows(context, 0, 11), options).output;
    for (const value of [0, Number.NaN]) {
      const contextMask = masks.padding([11, 11]);
      const padded = changedAfter(context, 11, full(value));
      const { output } = transformerDecoderBlock(decoder, x, padded, { ...options, contextMask });
      expect(largestDifference(output, alone)).toBe(0);
    }
  });

  test("with a cache, token by token, gives what it gives at once, under a further mask too", () => {
    const window = masks.toTensor(masks.slidingWindow(2, 1), 7, 7);
    for (const more of [{}, { rotary: {} }, { mask: window }]) {
      const whole = transformerDecoderBlock(decoder, x, context, { ...options, ...more }).output;
      const cache = new KeyValueCache();
      for (let i = 0; i < 7; i++) {
        const own = "mask" in more ? { mask: window.lo(i, 0).hi(1, i + 1) } : {};
        const step = { ...options, ...more, ...own, cache };
        const { output } = transformerDecoderBlock(decoder, rows(x, i, i + 1), context, step);
        expect(largestDifference(output, rows(whole, i, i + 1))).toBeLessThan(1e-12);
      }
    }
  });
});

describe("the blocks' initialisers", () => {
  test("have the parameters of attention, a feed-forward layer, and two or three norms", () => {
    const [d, shared, h, c] = [6, 2, 11, 5];
    const attention = (context: number) => 2 * d * (d + 1) + 2 * shared * (context + 1);
    const others = d * h + h + h * d + d;
    expect(parameterCount(params)).toBe(attention(d) + others + 2 * 2 * d);
    expect(parameterCount(decoder)).toBe(attention(d) + attention(c) + others + 3 * 2 * d);
    const bare = initialiseTransformerEncoderBlock(random(1), { d, heads: 3, gated: true, bias: false }, "float32");
    expect(parameterCount(bare)).toBe(4 * d * d + 3 * d * 4 * d + 2 * d);
    expect([bare.attention.Wo, bare.attentionNorm.gain, bare.feedForward.V!].map((t) => t.dtype)).toEqual(
      Array(3).fill("float32"),
    );
  });

  const name = "layers.initialiseMultiHeadAttention";
  refuses([
    [
      `${name}: heads has value 4, expected a divisor of d = 6`,
      () => initialiseTransformerEncoderBlock(random(1), { d: 6, heads: 4 }),
    ],
    [
      `${name}: kvHeads has value 2, expected a divisor of heads = 3`,
      () => initialiseTransformerDecoderBlock(random(1), { d: 6, heads: 3, kvHeads: 2 }),
    ],
    [
      "layers.initialiseTransformerEncoderBlock: hidden has value 0, expected a whole number, at least 1",
      () => initialiseTransformerEncoderBlock(random(1), { d: 6, heads: 3, hidden: 0 }),
    ],
    [
      "layers.initialiseTransformerDecoderBlock: context has value 0, expected a whole number, at least 1",
      () => initialiseTransformerDecoderBlock(random(1), { d: 6, heads: 3, context: 0 }),
    ],
    [
      'layers.initialiseTransformerEncoderBlock: sizes has key "context", expected only d, heads, kvHeads, hidden, gated, bias',
      () => initialiseTransformerEncoderBlock(random(1), wrong({ context: 1 })),
    ],
  ]);
});

const encode = (more: object, own: object = params, y: Tensor = x) =>
  transformerEncoderBlock(wrong(own), y, wrong({ ...options, ...more }));
const decode = (more: object, own: object = decoder, c: Tensor = context) =>
  transformerDecoderBlock(wrong(own), x, c, wrong({ ...options, ...more }));
const keys =
  "heads, kvHeads, rotary, cache, returnWeights, mask, bias, scale, softcap, dropout, norm, normFirst, activation";

describe("the blocks refuse", () => {
  refuses([
    ...noTensor("layers.transformerEncoderBlock: x", (t) => encode({}, params, t), [undefined]),
    ...noTensor("layers.transformerDecoderBlock: context", (t) => decode({}, decoder, t), [undefined]),
    [
      "layers.transformerEncoderBlock: attentionNorm.gain has shape [6], expected [d] with d = 5 (from x)",
      () => encode({}, params, sample([7, 5])),
    ],
    [
      "layers.transformerEncoderBlock: feedForward.W2 has shape [11, 5], expected [h, d] with d = 6 (from x)",
      () => encode({}, { ...params, feedForward: { ...params.feedForward, W2: sample([11, 5]) } }),
    ],
    [
      "layers.transformerDecoderBlock: crossAttention.Wk has shape [5, 2], expected [d_c, ck] with d_c = 7 (from context)",
      () => decode({}, decoder, sample([13, 7])),
    ],
    [
      "layers.transformerEncoderBlock: params.feedForward has value undefined, expected an object",
      () => encode({}, { ...params, feedForward: undefined }),
    ],
    [
      'layers.transformerEncoderBlock: params has key "crossAttention", expected only attention, attentionNorm, feedForward, feedForwardNorm',
      () => encode({}, decoder),
    ],
    [`layers.transformerEncoderBlock: options has key "causal", expected only ${keys}`, () => encode({ causal: true })],
    [
      `layers.transformerDecoderBlock: options has key "causal", expected only ${keys}, contextMask`,
      () => decode({ causal: true }),
    ],
    ['layers.transformerEncoderBlock: norm has value "rms", expected a function', () => encode({ norm: "rms" })],
    ["layers.transformerEncoderBlock: normFirst has value 1, expected true or false", () => encode({ normFirst: 1 })],
    [
      "layers.transformerDecoderBlock: activation has value null, expected a function",
      () => decode({ activation: null }),
    ],
    [
      "layers.transformerEncoderBlock: dropout.rate has value 1, expected a number in [0, 1)",
      () => encode({ dropout: { rate: 1, seed: 1 } }),
    ],
    ['layers.rmsNorm: params has key "bias", expected only gain', () => encode({ norm: rmsNorm })],
  ]);
});
