import ndarray from "ndarray";
import { describe, expect, test } from "vitest";
import {
  fit,
  grad,
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
import { noTensor, refuses, wrong } from "../../refuses.ts";
import { sample } from "../../samples.ts";

const { bidirectional, gru, gruStep, initialiseGru, initialiseLstm, initialiseRnn, lstm, lstmStep, rnn, rnnStep } =
  layers;

const sizes = { input: 5, hidden: 3 };
const x = sample([2, 7, 5]);

const gruBefore: layers.RecurrentLayer = (params, input, options) =>
  gru(params, input, { ...options, reset: "before" });

const kinds = [
  { call: "layers.rnn", layer: rnn, step: rnnStep, params: initialiseRnn(random(1), sizes) },
  { call: "layers.lstm", layer: lstm, step: lstmStep, params: initialiseLstm(random(1), sizes) },
  { call: "layers.gru", layer: gru, step: gruStep, params: initialiseGru(random(1), sizes) },
  {
    call: 'layers.gru with reset "before"',
    layer: gruBefore,
    step: (params: layers.RecurrentParams, token: Tensor, state?: layers.RecurrentState) =>
      gruStep(params, token, state, { reset: "before" }),
    params: initialiseGru(random(1), sizes),
  },
] as { call: string; layer: layers.RecurrentLayer; step: typeof rnnStep; params: layers.RecurrentParams }[];

const tokens = (t: Tensor, from: number, to: number): Tensor => ops.slice(t, { axis: -2, from, to });
const tokenOf = (t: Tensor, i: number): Tensor => ops.reshape(tokens(t, i, i + 1), [t.shape[0]!, t.shape[2]!]);
const partsOf = ({ h, c }: layers.RecurrentState): Tensor[] => (c === undefined ? [h] : [h, c]);
const difference = (a: readonly Tensor[], b: readonly Tensor[]): number =>
  Math.max(...a.map((one, i) => largestDifference(one, b[i]!)));

/** Is every number 0? */
const zero = (t: Tensor): boolean => elementsOf(t).every((x) => x === 0);
const elementsOf = (t: Tensor): number[] => toArray(ops.reshape(t, [t.size])) as number[];

/** The same numbers at the first tokens, and others, NaN and ∞ among them, after them. */
function padded(t: Tensor, n: number): Tensor {
  const filler = ops.slice(tensor([[[Number.NaN], [Number.POSITIVE_INFINITY], [7]]]), { axis: 1, from: 0, to: n });
  return ops.concatenate([t, ops.broadcastTo(filler, [t.shape[0]!, n, t.shape[2]!])], { axis: 1 });
}

describe.each(kinds)("$call(params, x, options)", ({ layer, step, params }) => {
  test("is its step, token by token", () => {
    const { outputs, state } = layer(params, x);
    let after: layers.RecurrentState | undefined;
    for (let t = 0; t < 7; t++) {
      after = step(params, tokenOf(x, t), after);
      expect(largestDifference(after.h, tokenOf(outputs, t))).toBe(0);
    }
    expect(difference(partsOf(after!), partsOf(state))).toBe(0);
  });

  test("goes on from the state of another call", () => {
    const { outputs, state } = layer(params, x);
    const first = layer(params, tokens(x, 0, 4));
    const second = layer(params, tokens(x, 4, 7), { state: first.state });
    const beside = ops.concatenate([first.outputs, second.outputs], { axis: 1 });
    expect(difference([beside, ...partsOf(second.state)], [outputs, ...partsOf(state)])).toBe(0);
  });

  test("with reverse is the layer of the reversed sequence", () => {
    const turn = (t: Tensor): Tensor => t.step(1, -1, 1) as Tensor;
    const [forth, back] = [layer(params, turn(x)), layer(params, x, { reverse: true })];
    expect(largestDifference(turn(forth.outputs), back.outputs)).toBe(0);
    expect(difference(partsOf(forth.state), partsOf(back.state))).toBe(0);
  });

  test("treats any leading axes as separate sequences", () => {
    const many = sample([2, 3, 7, 5]);
    const { outputs, state } = layer(params, many);
    expect([outputs.shape, state.h.shape]).toEqual([
      [2, 3, 7, 3],
      [2, 3, 3],
    ]);
    const one = layer(params, many.pick(1, 2, null, null) as Tensor);
    expect(largestDifference(one.outputs, outputs.pick(1, 2, null, null) as Tensor)).toBe(0);
    expect(largestDifference(one.state.h, state.h.pick(1, 2, null) as Tensor)).toBe(0);
  });

  test.each([false, true])("padding of any kind changes nothing, to 0 (reverse: %s)", (reverse) => {
    for (const n of [1, 3]) {
      const bare = layer(params, x, { reverse });
      const more = layer(params, padded(x, n), { reverse, mask: masks.padding([7, 7]) });
      expect(
        difference([tokens(more.outputs, 0, 7), ...partsOf(more.state)], [bare.outputs, ...partsOf(bare.state)]),
      ).toBe(0);
      expect(zero(tokens(more.outputs, 7, 7 + n))).toBe(true);
    }
  });

  test("a sequence shorter than its batch is as if it were alone", () => {
    const other = ops.concatenate([tokens(x, 0, 4), tokens(padded(x, 3), 7, 10)], { axis: 1 });
    const { outputs, state } = layer(params, ops.where(ndarray(Uint8Array.of(1, 0), [2, 1, 1]), x, other), {
      mask: masks.padding([7, 4]),
    });
    const alone = layer(params, tokens(x, 0, 4));
    const second = (t: Tensor): Tensor => t.pick(1) as Tensor;
    expect(largestDifference(tokens(second(outputs), 0, 4), second(alone.outputs))).toBe(0);
    expect(zero(tokens(second(outputs), 4, 7))).toBe(true);
    expect(difference(partsOf(state).map(second), partsOf(alone.state).map(second))).toBe(0);
    expect(largestDifference(outputs.pick(0) as Tensor, layer(params, x).outputs.pick(0) as Tensor)).toBe(0);
  });

  test("a sequence of padding alone keeps the state before it", () => {
    const first = { h: sample([2, 3], 4) };
    const { outputs, state } = layer(params, x, { state: first, mask: masks.padding([0, 0]) });
    expect(zero(outputs)).toBe(true);
    expect(largestDifference(state.h, first.h)).toBe(0);
  });

  test("a hole in the mask is as if the token were not there", () => {
    const mask = ndarray(Uint8Array.of(1, 1, 0, 1, 1, 1, 1), [7]);
    const { outputs, state } = layer(params, x, { mask });
    const without = layer(params, ops.concatenate([tokens(x, 0, 2), tokens(x, 3, 7)], { axis: 1 }));
    expect(largestDifference(tokens(outputs, 3, 7), tokens(without.outputs, 2, 6))).toBe(0);
    expect(difference(partsOf(state), partsOf(without.state))).toBe(0);
  });

  test("padding passes no gradient, even where it is NaN", () => {
    const loss = (mask: object) => (p: { params: layers.RecurrentParams<Variable>; x: Variable }) =>
      ops.sum(ops.square(layer(p.params, p.x, mask).outputs));
    const bare = grad(loss({}))({ params, x });
    const more = grad(loss({ mask: masks.padding([7, 7]) }))({ params, x: padded(x, 2) });
    expect(difference(Object.values(more.params) as Tensor[], Object.values(bare.params) as Tensor[])).toBe(0);
    expect(largestDifference(tokens(more.x, 0, 7), bare.x)).toBe(0);
    expect(zero(tokens(more.x, 7, 9))).toBe(true);
  });
});

describe.each(kinds)("$call", ({ layer, params }) => {
  test("overfits a batch", () => {
    const output = layers.initialiseLinear(random(2), { input: 3, output: 4 });
    // Which of four classes each token has is decided by nothing.
    const label = Array.from({ length: 4 }, (_, b) =>
      Array.from({ length: 3 }, (_, t) => (3 * b * b + 5 * t * b + t) % 4),
    );
    const { history } = fit(
      (p, { x, label }) =>
        losses.crossEntropy(layers.linear<Variable>(p.output, layer<Variable>(p.own, x).outputs), label),
      { own: params, output },
      {
        data: { x: sample([4, 3, 5]), label },
        epochs: 150,
        seed: 1,
        optimizer: optimizers.adamW({ learningRate: 0.1 }),
      },
    );
    expect(history[0]!.trainingLoss).toBeGreaterThan(1);
    expect(history.at(-1)!.trainingLoss).toBeLessThan(0.01);
  });

  test("in float32, too, padding changes nothing, to 0, and company nothing but rounding", () => {
    // Of a size at which fast kernels compute all products.
    const width = (64 * params.b.size) / 3;
    const small = (...shape: number[]) => ops.multiply(sample(shape, shape[0]!, "float32"), 0.1);
    const big = { W: small(17, width), U: small(64, width), b: small(width) };
    const many = sample([31, 5, 17], 9, "float32");
    const filler = ops.broadcastTo(tensor(Float32Array.of(Number.NaN), [1]), [31, 3, 17]);
    const bare = layer(big, many);
    const more = layer(big, ops.concatenate([many, filler], { axis: 1 }), { mask: masks.padding(Array(31).fill(5)) });
    expect(
      difference([tokens(more.outputs, 0, 5), ...partsOf(more.state)], [bare.outputs, ...partsOf(bare.state)]),
    ).toBe(0);
    // Alone, products are small enough for plain sums, which are kept in double precision.
    const alone = layer(big, many.pick(30) as Tensor).outputs;
    expect(largestDifference(bare.outputs.pick(30) as Tensor, alone)).toBeLessThan(1e-6);
  });
});

describe("layers.bidirectional(layer, params, x, options)", () => {
  const params = { forward: initialiseGru(random(1), sizes), backward: initialiseGru(random(2), sizes) };

  test("starts the backward direction at each sequence's own last token", () => {
    const { outputs, state } = bidirectional(gru, params, x, { mask: masks.padding([7, 4]) });
    const alone = bidirectional(gru, params, tokens(x.pick(1) as Tensor, 0, 4));
    expect(largestDifference(tokens(outputs.pick(1) as Tensor, 0, 4), alone.outputs)).toBe(0);
    expect(largestDifference(state.backward.h.pick(1, null) as Tensor, alone.state.backward.h)).toBe(0);
  });

  test("begins with the states given", () => {
    const state = { forward: { h: sample([3], 3) }, backward: { h: sample([3], 4) } };
    const { outputs } = bidirectional(gru, params, x, { state });
    const forward = gru(params.forward, x, { state: state.forward });
    const backward = gru(params.backward, x, { state: state.backward, reverse: true });
    expect(largestDifference(outputs, ops.concatenate([forward.outputs, backward.outputs], { axis: -1 }))).toBe(0);
  });

  refuses([
    ["layers.bidirectional: layer has value 3, expected a function", () => bidirectional(wrong(3), params, x)],
    [
      "layers.bidirectional: params has value undefined, expected an object",
      () => bidirectional(gru, wrong(undefined), x),
    ],
    [
      'layers.bidirectional: options has key "reverse", expected only mask, state',
      () => bidirectional(gru, params, x, wrong({ reverse: true })),
    ],
    [
      'layers.bidirectional: state has key "h", expected only forward, backward',
      () => bidirectional(gru, params, x, { state: wrong({ h: x }) }),
    ],
    [
      "layers.gru: params has value undefined, expected an object",
      () => bidirectional(gru, wrong({ forward: params.forward }), x),
    ],
  ]);
});

describe("layers.gru(params, x, { reset })", () => {
  test("both forms agree when the reset gate is open, and differ when it is not", () => {
    const open = initialiseGru(random(1), sizes);
    expect(largestDifference(gru(open, x).outputs, gruBefore(open, x).outputs)).toBeGreaterThan(1e-3);
    open.b.data.fill(1000, 0, 3);
    expect(largestDifference(gru(open, x).outputs, gruBefore(open, x).outputs)).toBeLessThan(1e-15);
  });
});

describe("initialisers of recurrent layers", () => {
  const initialisers = [
    ["layers.initialiseRnn", initialiseRnn, 1],
    ["layers.initialiseLstm", initialiseLstm, 4],
    ["layers.initialiseGru", initialiseGru, 3],
  ] as const;

  test.each(initialisers)("%s draws weights uniform in ±1/√h", (_, initialise, gates) => {
    const { W, U, b } = initialise(random(1), { input: 70, hidden: 100 }, "float32");
    expect([W.shape, U.shape, b.shape]).toEqual([[70, gates * 100], [100, gates * 100], [gates * 100]]);
    for (const weights of [W, U]) {
      expect(weights.dtype).toBe("float32");
      const numbers = Array.from(weights.data);
      expect(Math.max(...numbers.map(Math.abs))).toBeLessThanOrEqual(Math.fround(0.1));
      expect(Math.max(...numbers)).toBeGreaterThan(0.099);
      expect(Math.min(...numbers)).toBeLessThan(-0.099);
      expect(Math.abs(numbers.reduce((a, one) => a + one, 0) / numbers.length)).toBeLessThan(0.003);
    }
  });

  test("biases are 0, but for the forget gate's", () => {
    expect(toArray(initialiseRnn(random(1), sizes).b)).toEqual([0, 0, 0]);
    const { b, bh } = initialiseGru(random(1), sizes);
    expect([toArray(b), toArray(bh!)]).toEqual([Array(9).fill(0), [0, 0, 0]]);
    expect(toArray(initialiseLstm(random(1), sizes).b)).toEqual([0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
    expect(toArray(initialiseLstm(random(1), { ...sizes, forgetBias: -2 }).b)).toEqual([
      ...[0, 0, 0, -2, -2, -2],
      ...[0, 0, 0, 0, 0, 0],
    ]);
  });

  refuses([
    ...initialisers.flatMap(([name, initialise]): [string, () => unknown][] => [
      [
        `${name}: input has value 0, expected a whole number, at least 1`,
        () => initialise(random(1), { input: 0, hidden: 2 }),
      ],
      [
        `${name}: hidden has value 1.5, expected a whole number, at least 1`,
        () => initialise(random(1), { input: 3, hidden: 1.5 }),
      ],
      [
        `${name}: dtype has value "float16", expected "float64" or "float32"`,
        () => initialise(random(1), sizes, wrong("float16")),
      ],
    ]),
    [
      "layers.initialiseLstm: forgetBias has value NaN, expected a finite number",
      () => initialiseLstm(random(1), { ...sizes, forgetBias: Number.NaN }),
    ],
    [
      'layers.initialiseLstm: sizes has key "output", expected only input, hidden, forgetBias',
      () => initialiseLstm(random(1), wrong({ output: 1 })),
    ],
    [
      'layers.initialiseGru: sizes has key "forgetBias", expected only input, hidden',
      () => initialiseGru(random(1), wrong({ forgetBias: 1 })),
    ],
  ]);
});

describe("what is no input of a recurrent layer", () => {
  const [{ params: elman }, { params: long }, { params: gated }] = [kinds[0]!, kinds[1]!, kinds[2]!];
  refuses([
    ...noTensor("layers.rnn: x", (bad) => rnn(elman, bad)),
    ...noTensor("layers.lstm: W", (bad) => lstm({ ...long, W: bad }, x)),
    ...noTensor("layers.gru: U", (bad) => gru({ ...gated, U: bad, bh: wrong(undefined) }, x)),
    ...noTensor("layers.lstm: state.c", (bad) => lstm(long, x, { state: { h: sample([3]), c: bad } }), [undefined]),
    ...noTensor("layers.rnnStep: x", (bad) => rnnStep(elman, bad)),
    ["layers.rnn: x has shape [5], expected […, n, d_in]", () => rnn(elman, sample([5]))],
    ["layers.rnn: W has shape [5, 3], expected [d_in, h] with d_in = 2 (from x)", () => rnn(elman, sample([7, 2]))],
    [
      "layers.lstm: U has shape [3, 3], expected [h, 4h] with 4h = 12 (from W)",
      () => lstm({ ...long, U: sample([3, 3]) }, x),
    ],
    ["layers.lstm: U has shape [2, 12], expected [h, 4h]", () => lstm({ ...long, U: sample([2, 12]) }, x)],
    ["layers.gru: b has shape [3], expected [3h] with 3h = 9 (from W)", () => gru({ ...gated, b: sample([3]) }, x)],
    ["layers.gru: bh has shape [2], expected [h] with h = 3 (from U)", () => gru({ ...gated, bh: sample([2]) }, x)],
    ["layers.lstm: params has value undefined, expected an object", () => lstm(wrong(undefined), x)],
    [
      'layers.gru: reset has value "never", expected "before" or "after"',
      () => gru(gated, x, { reset: wrong("never") }),
    ],
    [
      'layers.lstm: options has key "lengths", expected only state, mask, reverse',
      () => lstm(long, x, wrong({ lengths: [1, 2] })),
    ],
    [
      'layers.gru: options has key "forgetBias", expected only reset, state, mask, reverse',
      () => gru(gated, x, wrong({ forgetBias: 1 })),
    ],
    [
      'layers.gruStep: options has key "mask", expected only reset',
      () => gruStep(gated, sample([5]), undefined, wrong({ mask: 1 })),
    ],
    [
      'layers.rnn: state has key "c", expected only h',
      () => rnn(elman, x, { state: { h: sample([3]), c: sample([3]) } }),
    ],
    [
      "layers.rnn: state.h has shape [5, 3], expected one that broadcasts to [2, 3]",
      () => rnn(elman, x, { state: { h: sample([5, 3]) } }),
    ],
    [
      "layers.rnn: state.h has dtype float32, expected float64 (from x)",
      () => rnn(elman, x, { state: { h: sample([3], 1, "float32") } }),
    ],
    [
      "layers.rnn: mask has rows that differ at token 1, expected one that is the same for every query",
      () => rnn(elman, x, { mask: masks.causal() }),
    ],
    [
      "layers.rnn: mask has type array, expected a Mask or an ndarray of Uint8Array",
      () => rnn(elman, x, { mask: wrong([1, 0]) }),
    ],
    [
      "layers.rnn: mask has shape [3, 7], expected one that broadcasts to [2, 7]",
      () => rnn(elman, x, { mask: ndarray(new Uint8Array(21), [3, 7]) }),
    ],
  ]);
});
