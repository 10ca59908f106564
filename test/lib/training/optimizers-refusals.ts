import { type Optimizer, optimizers, schedules, tensor, zeros } from "../../../lib/index.ts";
import { noBoolean, noInteger, noOptions, noPositive, type Refusal, wrong } from "../refuses.ts";

/** Wrong calls of optimizers and schedules, and of what they return. */
export const refusals: Refusal[] = [];

const { adamW, clipByGlobalNorm, globalNorm, sgd } = optimizers;
const rate = { learningRate: 0.1 };
const tree = "a tensor, or tensors in plain arrays and objects";

/** Refusals of numbers that are out of a range, and of what is no number. */
const outside = (
  argument: string,
  expected: string,
  numbers: readonly number[],
  call: (x: never) => unknown,
): Refusal[] =>
  [...numbers, Number.NaN, null].map((value) => [
    `${argument} has value ${value}, expected ${expected}`,
    () => call(wrong(value)),
  ]);

for (const [caller, make] of [
  ["optimizers.sgd", sgd],
  ["optimizers.adamW", adamW],
] as const) {
  refusals.push(
    ...outside(`${caller}: learningRate`, "a finite number above 0, or a schedule", [0, -1, 1 / 0], (learningRate) =>
      make({ learningRate }),
    ),
    [
      `${caller}: learningRate has value undefined, expected a finite number above 0, or a schedule`,
      () => make(wrong({})),
    ],
  );
}

refusals.push(
  ...noOptions("optimizers.sgd: options", ["learningRate", "momentum", "nesterov"], (options) => sgd(options)),
  ...outside("optimizers.sgd: momentum", "a number in [0, 1)", [1, -0.1], (momentum) => sgd({ ...rate, momentum })),
  ...noBoolean("optimizers.sgd: nesterov", (nesterov) => sgd({ ...rate, momentum: 0.5, nesterov })),
  [
    "optimizers.sgd: momentum has value 0, expected a number above 0 with nesterov",
    () => sgd({ ...rate, nesterov: true }),
  ],
  ...noOptions("optimizers.adamW: options", ["learningRate", "beta1", "beta2", "epsilon", "weightDecay"], (options) =>
    adamW(options),
  ),
  ...outside("optimizers.adamW: beta1", "a number in [0, 1)", [1, -0.1], (beta1) => adamW({ ...rate, beta1 })),
  ...outside("optimizers.adamW: beta2", "a number in [0, 1)", [1, -0.1], (beta2) => adamW({ ...rate, beta2 })),
  ...noPositive("optimizers.adamW: epsilon", (epsilon) => adamW({ ...rate, epsilon })),
  ...outside("optimizers.adamW: weightDecay", "a finite number, at least 0", [-1, 1 / 0], (weightDecay) =>
    adamW({ ...rate, weightDecay }),
  ),
);

const params = { W: zeros([2, 3]), b: [zeros([3])] };
const pairs: [string, (learningRate: number | ((step: number) => number)) => Optimizer][] = [
  ["optimizers.sgd", (learningRate) => sgd({ learningRate, momentum: 0.5 })],
  ["optimizers.adamW", (learningRate) => adamW({ learningRate })],
];
for (const [caller, make] of pairs) {
  const optimizer = make(0.1);
  const state = optimizer.initialise(params);
  const update = (gradient: unknown, given: unknown = state) => optimizer.update(params, wrong(gradient), wrong(given));
  const count = state.moments.length;
  const given = "what initialise or update gave";
  refusals.push(
    [`${caller}: params has value 3, expected ${tree}`, () => optimizer.initialise(3)],
    [`${caller}: params.W has value null, expected ${tree}`, () => optimizer.update({ W: null }, wrong(0), wrong(0))],
    [`${caller}: gradient has value undefined, expected ${tree}`, () => update(undefined)],
    [`${caller}: gradient.b has type function, expected ${tree}`, () => update({ ...params, b: () => 1 })],
    [`${caller}: gradient has no gradient.b[0], expected a tensor beside params.b[0]`, () => update({ W: params.W })],
    [
      `${caller}: gradient has no gradient.W, expected a tensor beside params.W`,
      () => update({ w: params.W, b: params.b }),
    ],
    [`${caller}: gradient has 3 tensors, expected 2, as many as params`, () => update({ ...params, c: tensor(1) })],
    [
      `${caller}: gradient.W has shape [3, 2] and dtype float64, expected shape [2, 3] and dtype float64 (from params.W)`,
      () => update({ ...params, W: zeros([3, 2]) }),
    ],
    [
      `${caller}: gradient.W has shape [2, 3] and dtype float32, expected shape [2, 3] and dtype float64 (from params.W)`,
      () => update({ ...params, W: zeros([2, 3], "float32") }),
    ],
    [`${caller}: state has value null, expected ${given}`, () => update(params, null)],
    [`${caller}: state has type object, expected ${given}`, () => update(params, {})],
    [
      `${caller}: state.step has value -1, expected a whole number, at least 0`,
      () => update(params, { ...state, step: -1 }),
    ],
    [
      `${caller}: state.moments has length 5, expected length ${count}`,
      () => update(params, { step: 0, moments: Array(5).fill(params) }),
    ],
    [
      `${caller}: state.moments[0] has no state.moments[0].b[0], expected a tensor beside params.b[0]`,
      () => update(params, { step: 0, moments: Array(count).fill({ W: params.W }) }),
    ],
    ...[-1, Number.NaN, 1 / 0].map(
      (value): Refusal => [
        `${caller}: learningRate(1) has value ${value}, expected a finite number, at least 0`,
        () => make(() => value).update(params, params, state),
      ],
    ),
  );
}

refusals.push(
  [`optimizers.globalNorm: tree has value 3, expected ${tree}`, () => globalNorm(3)],
  [`optimizers.globalNorm: tree.W has value undefined, expected ${tree}`, () => globalNorm({ W: undefined })],
  [`optimizers.clipByGlobalNorm: gradient has value null, expected ${tree}`, () => clipByGlobalNorm(null, 1)],
  [
    `optimizers.clipByGlobalNorm: gradient[1] has value "a", expected ${tree}`,
    () => clipByGlobalNorm([tensor(1), "a"], 1),
  ],
  ...noPositive("optimizers.clipByGlobalNorm: maxNorm", (maxNorm) => clipByGlobalNorm(params, maxNorm)),
);

const { constant, cosine, inverseSquareRoot, linearWarmup } = schedules;
const schedule = constant(1);
refusals.push(
  ...noPositive("schedules.constant: rate", (value) => constant(value)),
  ...noOptions("schedules.linearWarmup: options", ["steps", "schedule"], (options) => linearWarmup(options)),
  ...noInteger("schedules.linearWarmup: steps", 1, (steps) => linearWarmup({ steps, schedule })),
  [
    "schedules.linearWarmup: schedule has value 0.1, expected a function",
    () => linearWarmup({ steps: 1, schedule: wrong(0.1) }),
  ],
  ...noOptions("schedules.cosine: options", ["from", "to", "steps"], (options) => cosine(options)),
  ...noPositive("schedules.cosine: from", (from) => cosine({ from, steps: 2 })),
  ...outside("schedules.cosine: to", "a number from 0 to from = 0.5", [-0.1, 0.6], (to) =>
    cosine({ from: 0.5, to, steps: 2 }),
  ),
  ...noInteger("schedules.cosine: steps", 1, (steps) => cosine({ from: 0.5, steps })),
  ...noOptions("schedules.inverseSquareRoot: options", ["peak", "warmup"], (options) => inverseSquareRoot(options)),
  ...noPositive("schedules.inverseSquareRoot: peak", (peak) => inverseSquareRoot({ peak, warmup: 2 })),
  ...noInteger("schedules.inverseSquareRoot: warmup", 1, (warmup) => inverseSquareRoot({ peak: 1, warmup })),
);
