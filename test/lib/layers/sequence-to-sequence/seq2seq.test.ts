import ndarray from "ndarray";
import { describe, expect, test } from "vitest";
import {
  attend,
  fit,
  grad,
  largestDifference,
  layers,
  losses,
  ops,
  optimizers,
  random,
  type Score,
  scores,
  type Tensor,
  toArray,
  type Variable,
} from "../../../../lib/index.ts";
import { refuses, wrong } from "../../refuses.ts";
import { sample } from "../../samples.ts";

const { embedding, gru, initialiseSeq2seq, linear, lstm, rnn, seq2seq, seq2seqBeam, seq2seqGreedy } = layers;

const sizes = { sourceVocabulary: 5, targetVocabulary: 4, d: 2, hidden: 3 };
const source = [[1, 2, 3, 4, 1], [4], [2, 2, 3]];
const target = [
  [0, 3],
  [0, 2, 3, 1, 2],
  [0, 1, 3],
];

const additive = scores.additive({ Wq: sample([3, 7], 1), Wk: sample([6, 7], 2), w: sample([7], 3) });
const general = scores.bilinear(sample([3, 6], 4));
// A dot product wants both sides of one size: with the forward half of the encoder's states.
const halfDot = ((q: Tensor, k: Tensor) =>
  ops.matmul(q, ops.transpose(ops.slice(k, { axis: -1, from: 0, to: 3 })))) as Score;

/** Models of every kind. */
const kinds = [
  { call: "a fixed vector", options: {} },
  { call: "Luong's general score", options: { score: general, query: "current" } },
  { call: "Luong's dot product and LSTMs", options: { score: halfDot, layer: lstm } },
  { call: "Bahdanau's score and query", options: { score: additive, query: "previous" } },
  { call: "Bahdanau's score and query, and LSTMs", options: { score: additive, query: "previous", layer: lstm } },
  { call: "a fixed vector and Elman's layers", options: { layer: rnn } },
].map(({ call, options }) => ({ call, options: options as layers.Seq2seqOptions }));

/** Parameters for the options, from a seed. */
function paramsFor({ score, query = "current", layer = gru }: layers.Seq2seqOptions, seed = 1): layers.Seq2seqParams {
  const initialise =
    layer === lstm ? layers.initialiseLstm : layer === rnn ? layers.initialiseRnn : layers.initialiseGru;
  const params = initialiseSeq2seq(random(seed), { ...sizes, initialise, ...(score === undefined ? {} : { query }) });
  // Larger than they begin, so that no token is as probable as another.
  const louder = ops.multiply(params.output.W, 4);
  return { ...params, output: { ...params.output, W: louder } };
}

const rowOf = (t: Tensor, b: number): Tensor => t.pick(b, null, null) as Tensor;
const top = (t: Tensor, ...shape: number[]): Tensor => t.hi(...shape) as Tensor;
const numbersOf = (t: Tensor): number[] => toArray(ops.reshape(t, [t.size])) as number[];

describe.each(kinds)("layers.seq2seq(params, source, target) with $call", ({ options }) => {
  const params = paramsFor(options);
  const { logits, weights } = seq2seq(params, source, target, options);

  test("treats each sequence as if it were alone, to 0", () => {
    source.forEach((one, b) => {
      const alone = seq2seq(params, [one], [target[b]!], options);
      const n = target[b]!.length;
      expect(largestDifference(top(rowOf(logits, b), n, 4), rowOf(alone.logits, 0))).toBe(0);
      if (weights === undefined) return;
      expect(largestDifference(top(rowOf(weights, b), n, one.length), rowOf(alone.weights!, 0))).toBe(0);
    });
  });

  test("gives 0 over padding, and else weights that sum to 1", () => {
    expect([logits.shape, weights?.shape]).toEqual([[3, 5, 4], options.score && [3, 5, 5]]);
    source.forEach((one, b) => {
      const n = target[b]!.length;
      expect(numbersOf(rowOf(logits, b).lo(n, 0) as Tensor).every((x) => x === 0)).toBe(true);
      if (weights === undefined) return;
      expect(numbersOf(rowOf(weights, b).lo(n, 0) as Tensor).every((x) => x === 0)).toBe(true);
      expect(numbersOf(rowOf(weights, b).lo(0, one.length) as Tensor).every((x) => x === 0)).toBe(true);
      for (const sum of numbersOf(ops.sum(top(rowOf(weights, b), n, 5), { axis: -1 }))) expect(sum).toBeCloseTo(1, 14);
    });
  });

  test("does not look at later tokens of the target, and looks at the whole source", () => {
    const other = seq2seq(
      params,
      source,
      [
        [0, 1],
        [0, 2, 3, 0, 2],
        [0, 1, 2],
      ],
      options,
    );
    expect(largestDifference(top(rowOf(other.logits, 1), 3, 4), top(rowOf(logits, 1), 3, 4))).toBe(0);
    expect(largestDifference(rowOf(other.logits, 1), rowOf(logits, 1))).toBeGreaterThan(1e-3);
    const changed = seq2seq(params, [[1, 2, 3, 4, 2], source[1]!, source[2]!], target, options);
    expect(largestDifference(top(rowOf(changed.logits, 0), 1, 4), top(rowOf(logits, 0), 1, 4))).toBeGreaterThan(1e-6);
  });

  test("padding has no influence where its embedding is NaN, in value or gradient", () => {
    const unused = ndarray(Uint8Array.of(1, 0, 0, 0, 0), [5, 1]);
    const E = ops.where(unused, Number.NaN, params.source.E);
    const strange = { ...params, source: { E } };
    expect(largestDifference(seq2seq(strange, source, target, options).logits, logits)).toBe(0);
    const loss = (p: layers.Seq2seqParams<Variable>) => ops.sum(ops.square(seq2seq(p, source, target, options).logits));
    const [usual, own] = [grad(loss)(params), grad(loss)(strange)];
    expect(largestDifference(own.source.E, usual.source.E)).toBe(0);
    expect(largestDifference(own.encoder.forward.W, usual.encoder.forward.W)).toBe(0);
  });

  test("greedy decoding is beam search of width 1, and its probability that of the logits", () => {
    for (const seed of [1, 2, 3, 4]) {
      const own = paramsFor(options, seed);
      const search = { ...options, start: 0, end: 1, maxLength: 4 };
      const greedy = seq2seqGreedy(own, source, search);
      const beams = seq2seqBeam(own, source, { ...search, width: 1 });
      greedy.forEach((found, b) => {
        expect(beams[b]).toEqual([found]);
        const { tokens, ended } = found;
        const chosen = ended ? [...tokens, 1] : tokens;
        expect(found.logProbability).toBeCloseTo(logProbability(own, source[b]!, chosen, options), 12);
        expect(found.weights?.shape).toEqual(options.score && [tokens.length, source[b]!.length]);
        if (found.weights === undefined || tokens.length === 0) return;
        const forced = seq2seq(own, [source[b]!], [[0, ...tokens]], options).weights!;
        expect(largestDifference(found.weights, top(rowOf(forced, 0), tokens.length, source[b]!.length))).toBeLessThan(
          1e-14,
        );
      });
    }
  });

  test("beam search that follows everything finds what trying everything finds", () => {
    for (const seed of [1, 2, 3]) {
      const own = paramsFor(options, seed);
      const search = { ...options, start: 0, end: 1, maxLength: 3, width: 64 };
      for (const lengthNormalization of [0, 1]) {
        const found = seq2seqBeam(own, [source[2]!], { ...search, lengthNormalization })[0]!;
        const all = everyTarget(3)
          .map((tokens) => ({ tokens, total: logProbability(own, source[2]!, tokens, options) }))
          .sort(
            (a, b) =>
              b.total / b.tokens.length ** lengthNormalization - a.total / a.tokens.length ** lengthNormalization,
          );
        expect(found.map(({ tokens, ended }) => (ended ? [...tokens, 1] : tokens))).toEqual(
          all.map(({ tokens }) => tokens),
        );
        expect(found.reduce((sum, one) => sum + Math.exp(one.logProbability), 0)).toBeCloseTo(1, 12);
      }
    }
  });
});

/** ln P of target tokens, by teacher forcing. */
function logProbability(
  params: layers.Seq2seqParams,
  from: readonly number[],
  tokens: readonly number[],
  options: layers.Seq2seqOptions,
): number {
  const { logits } = seq2seq(params, [from], [[0, ...tokens.slice(0, -1)]], options);
  const logs = ops.logSoftmax(logits);
  return tokens.reduce((sum, token, t) => sum + logs.get(0, t, token), 0);
}

/** Every target of up to `length` tokens, of which 1 ends it. */
function everyTarget(length: number): number[][] {
  if (length === 0) return [[]];
  return [0, 1, 2, 3].flatMap((first) =>
    first === 1 ? [[1]] : everyTarget(length - 1).map((rest) => [first, ...rest]),
  );
}

describe("layers.seq2seq is its formula", () => {
  const column = (t: Tensor): Tensor => ops.reshape(t, [1, t.size]);
  const concat = (...parts: Tensor[]): Tensor => ops.concatenate(parts.map(column), { axis: 1 });

  test.each(["current", "previous"] as const)('token by token, with query "%s"', (query) => {
    const options = { score: additive, query };
    const { params, from, to } = { params: paramsFor(options), from: source[0]!, to: target[1]! };
    const x = embedding(params.source, from);
    const forward: Tensor[] = [];
    const backward: Tensor[] = [];
    from.forEach((_, i) => {
      const j = from.length - 1 - i;
      const [first, last] = [x.pick(i, null) as Tensor, x.pick(j, null) as Tensor];
      forward[i] = layers.gruStep(params.encoder.forward, first, i === 0 ? undefined : { h: forward[i - 1]! }).h;
      backward[j] = layers.gruStep(params.encoder.backward, last, i === 0 ? undefined : { h: backward[j + 1]! }).h;
    });
    const memory = ops.concatenate(
      forward.map((h, i) => concat(h, backward[i]!)),
      { axis: 0 },
    );
    let h = ops.tanh(linear(params.bridge, concat(forward.at(-1)!, backward[0]!)));
    const { logits, weights } = seq2seq(params, [from], [to], options);
    to.forEach((token, t) => {
      const y = embedding(params.target, [token]);
      const before = h;
      if (query === "current") h = layers.gruStep(params.decoder, y, { h }).h;
      const read = attend(query === "current" ? h : before, memory, memory, { score: additive });
      if (query === "previous") h = layers.gruStep(params.decoder, concat(y, read.output), { h }).h;
      const own = linear(params.output, ops.tanh(linear(params.combine!, concat(read.output, h))));
      expect(largestDifference(own, logits.pick(0, null, null).lo(t, 0).hi(1, 4) as Tensor)).toBeLessThan(1e-14);
      expect(largestDifference(read.weights, weights!.pick(0, null, null).lo(t, 0).hi(1, 5) as Tensor)).toBeLessThan(
        1e-14,
      );
    });
  });
});

describe("layers.seq2seqBeam(params, source, options)", () => {
  test("of more hypotheses finds what greedy decoding misses", () => {
    const search = { start: 0, end: 1, maxLength: 4 };
    const gains = Array.from({ length: 40 }, (_, seed) => {
      const params = paramsFor({}, seed + 1);
      const [[best]] = seq2seqBeam(params, [[3, 1]], { ...search, width: 8 }) as [[layers.Hypothesis]];
      return best.logProbability - seq2seqGreedy(params, [[3, 1]], search)[0]!.logProbability;
    });
    expect(Math.min(...gains)).toBeGreaterThanOrEqual(0);
    expect(gains.filter((gain) => gain > 0.01).length).toBeGreaterThan(3);
  });
});

// What is learned: each target is its source backwards, one lower, and 0 and 1 are start and end.
const words = [[1, 2, 3], [3, 1], [2, 2, 4, 1], [4]];
const answers = words.map((word) => word.map((letter) => letter + 1).reverse());

describe("training", () => {
  const scoreOf = { Wq: sample([8, 5], 1), Wk: sample([16, 5], 2), w: sample([5], 3) };

  test.each([undefined, "current", "previous"] as const)(
    "overfits a batch (query: %s), and says it by heart",
    (query) => {
      const own = { sourceVocabulary: 5, targetVocabulary: 6, d: 5, hidden: 8 };
      const model = initialiseSeq2seq(random(1), { ...own, ...(query === undefined ? {} : { query }) });
      type P = { model: layers.Seq2seqParams<Variable>; score: typeof traced };
      const traced = {} as { Wq: Variable; Wk: Variable; w: Variable };
      const mask = ndarray(
        Uint8Array.from(answers.flatMap(({ length }) => [0, 1, 2, 3, 4].map((t) => Number(t <= length)))),
        [4, 5],
      );
      const labels = answers.map((answer) => [...answer, 1, 0, 0, 0, 0].slice(0, 5));
      const inputs = answers.map((answer) => [0, ...answer]);
      const loss = ({ model, score }: P) => {
        const options = query === undefined ? {} : { query, score: scores.additive(score) };
        return losses.crossEntropy(seq2seq<Variable>(model, words, inputs, options).logits, labels, { mask });
      };
      const { params, history } = fit(
        loss as never,
        { model, score: scoreOf },
        {
          data: { one: [0] },
          epochs: 120,
          seed: 1,
          optimizer: optimizers.adamW({ learningRate: 0.05 }),
        },
      );
      expect(history.at(-1)!.trainingLoss).toBeLessThan(0.02);
      const options = query === undefined ? {} : { query, score: scores.additive(params.score) };
      const said = seq2seqGreedy(params.model, words, { ...options, start: 0, end: 1, maxLength: 9 });
      expect(said.map(({ tokens }) => tokens)).toEqual(answers);
    },
  );
});

describe("what is no sequence-to-sequence model", () => {
  const bare = paramsFor({});
  const asking = paramsFor({ score: general });
  const greedy = (options: object) => () => seq2seqGreedy(bare, source, { start: 0, end: 1, maxLength: 3, ...options });
  const beam = (options: object) => () =>
    seq2seqBeam(bare, source, { start: 0, end: 1, maxLength: 3, width: 2, ...options });
  const init = (own: object) => () => initialiseSeq2seq(random(1), { ...sizes, ...own });
  refuses([
    ["layers.seq2seq: source has length 0, expected at least one sequence", () => seq2seq(bare, [], [])],
    ["layers.seq2seq: source[1] has length 0, expected at least one token", () => seq2seq(bare, [[1], []], [[1], [1]])],
    ["layers.seq2seq: source has value 3, expected an array", () => seq2seq(bare, wrong(3), [[1]])],
    ["layers.seq2seq: target[0] has value 3, expected an array", () => seq2seq(bare, [[1]], wrong([3]))],
    ["layers.seq2seq: target has length 2, expected 1, one for each source", () => seq2seq(bare, [[1]], [[1], [1]])],
    ["layers.embedding: tokens has value 5, expected a row of E, 0 to 4", () => seq2seq(bare, [[5]], [[0]])],
    [
      'layers.seq2seq: options has key "mask", expected only score, query, layer',
      () => seq2seq(bare, source, target, wrong({ mask: 1 })),
    ],
    [
      "layers.seq2seq: score has value 3, expected a function",
      () => seq2seq(bare, source, target, wrong({ score: 3 })),
    ],
    [
      'layers.seq2seq: layer has value "gru", expected a function',
      () => seq2seq(bare, source, target, wrong({ layer: "gru" })),
    ],
    [
      'layers.seq2seq: query has value "next", expected "current" or "previous"',
      () => seq2seq(bare, source, target, wrong({ query: "next" })),
    ],
    [
      "layers.seq2seq: combine has value undefined, expected an object",
      () => seq2seq(bare, source, target, { score: general }),
    ],
    ["layers.seq2seq: combine has parameters, expected none without a score", () => seq2seq(asking, source, target)],
    [
      "layers.seq2seq: decoder.W has shape [2, 9], expected d_t + 2h = 8 rows",
      () => seq2seq(asking, source, target, { score: general, query: "previous" }),
    ],
    [
      "layers.seq2seq: bridge.W has shape [5, 3], expected 2h = 6 rows",
      () => seq2seq({ ...bare, bridge: { W: sample([5, 3]) } }, source, target),
    ],
    [
      "layers.seq2seq: combine.W has shape [5, 3], expected 2h + h_d = 9 rows",
      () => seq2seq({ ...asking, combine: { W: sample([5, 3]) } }, source, target, { score: general }),
    ],
    [
      "layers.seq2seq: output.W has shape [2, 4], expected [h_d, vocabulary_t] with h_d = 3 (from bridge.W)",
      () => seq2seq({ ...bare, output: { W: sample([2, 4]) } }, source, target),
    ],
    ["layers.seq2seq: params has value undefined, expected an object", () => seq2seq(wrong(undefined), source, target)],
    [
      "layers.seq2seq: bridge has value undefined, expected an object",
      () => seq2seq(wrong({ ...bare, bridge: undefined }), source, target),
    ],
    ["layers.seq2seqGreedy: start has value 4, expected a target token, 0 to 3", greedy({ start: 4 })],
    ["layers.seq2seqGreedy: end has value 0.5, expected a target token, 0 to 3", greedy({ end: 0.5 })],
    ["layers.seq2seqGreedy: maxLength has value 0, expected a whole number, at least 1", greedy({ maxLength: 0 })],
    [
      'layers.seq2seqGreedy: options has key "width", expected only start, end, maxLength, score, query, layer',
      greedy({ width: 3 }),
    ],
    ["layers.seq2seqBeam: width has value 0, expected a whole number, at least 1", beam({ width: 0 })],
    [
      "layers.seq2seqBeam: lengthNormalization has value -1, expected a finite number, at least 0",
      beam({ lengthNormalization: -1 }),
    ],
    [
      "layers.seq2seqBeam: source[0] has length 0, expected at least one token",
      () => seq2seqBeam(bare, [[]], { start: 0, end: 1, maxLength: 3, width: 2 }),
    ],
    ["layers.initialiseSeq2seq: hidden has value 0, expected a whole number, at least 1", init({ hidden: 0 })],
    ['layers.initialiseSeq2seq: query has value "next", expected "current" or "previous"', init({ query: "next" })],
    ["layers.initialiseSeq2seq: initialise has value 3, expected a function", init({ initialise: 3 })],
    [
      'layers.initialiseSeq2seq: sizes has key "heads", expected only sourceVocabulary, targetVocabulary, d, hidden, query, initialise',
      init({ heads: 3 }),
    ],
  ]);
});
