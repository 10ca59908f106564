import { describe, expect, test } from "vitest";
import { type Optimizer, optimizers, schedules, type Tensor, tensor, toArray } from "../../../lib/index.ts";
import { layouts } from "../layouts.ts";
import { sample } from "../samples.ts";

const { adamW, clipByGlobalNorm, globalNorm, sgd } = optimizers;

/** The parameters after each of the gradients, one step after the other. */
function walk<P>(optimizer: Optimizer, start: P, gradients: readonly P[]): P[] {
  let [params, state] = [start, optimizer.initialise(start)];
  return gradients.map((gradient) => {
    ({ params, state } = optimizer.update(params, gradient, state));
    return params;
  });
}

const numbers = (path: readonly Tensor[]): unknown[] => path.map(toArray);
const close = (actual: readonly unknown[], wanted: readonly number[]): void => {
  expect(actual.length).toBe(wanted.length);
  wanted.forEach((w, i) => {
    expect(Math.abs((actual[i] as number) - w)).toBeLessThanOrEqual(1e-14);
  });
};
const gradients = [tensor(2), tensor(-4), tensor(1)];

describe("optimizers.sgd(options)", () => {
  test("goes against the gradient by the learning rate", () => {
    close(numbers(walk(sgd({ learningRate: 0.5 }), tensor(10), gradients)), [9, 11, 10.5]);
  });

  test("with momentum adds up a velocity: v = 2, −3, −0.5", () => {
    close(numbers(walk(sgd({ learningRate: 0.1, momentum: 0.5 }), tensor(1), gradients)), [0.8, 1.1, 1.15]);
  });

  test("with Nesterov's momentum moves by g + μ·v: 3, −5.5, 0.75", () => {
    const nesterov = sgd({ learningRate: 0.1, momentum: 0.5, nesterov: true });
    close(numbers(walk(nesterov, tensor(1), gradients)), [0.7, 1.25, 1.175]);
  });

  test("asks a schedule for the rate of steps 1, 2, …", () => {
    const asked: number[] = [];
    const learningRate = (step: number) => asked.push(step) * 0.25;
    close(numbers(walk(sgd({ learningRate }), tensor(0), [tensor(1), tensor(1), tensor(1)])), [-0.25, -0.75, -1.5]);
    expect(asked).toEqual([1, 2, 3]);
  });
});

describe("optimizers.adamW(options)", () => {
  const options = { learningRate: 0.1, beta1: 0.5, beta2: 0.75, epsilon: 1, weightDecay: 0 };

  test("is Algorithm 1 of Kingma and Ba", () => {
    // m = 1, −1.5, −0.25 and v = 1, 4.75, 3.8125, divided by 1 − βᵗ.
    const steps = [1 / 0.5 / (1 + 2), -1.5 / 0.75 / (1 + Math.sqrt(4.75 / 0.4375)), -0.25 / 0.875 / (1 + Math.sqrt(3.8125 / 0.578125))]; // biome-ignore format: a row a step
    const wanted = steps.map((_, i) => 3 - 0.1 * steps.slice(0, i + 1).reduce((sum, s) => sum + s, 0));
    close(numbers(walk(adamW(options), tensor(3), gradients)), wanted);
  });

  test("decays weights apart from the gradient", () => {
    const still = walk(adamW({ ...options, weightDecay: 0.5 }), tensor(8), [tensor(0), tensor(0)]);
    close(numbers(still), [8 * 0.95, 8 * 0.95 ** 2]);
    const [moved] = walk(adamW({ ...options, weightDecay: 0.5 }), tensor(8), [tensor(2)]);
    close([toArray(moved!)], [8 - 0.1 * (2 / 3) - 0.1 * 0.5 * 8]);
  });

  test("makes first steps as long as the learning rate, whatever the gradient's size", () => {
    for (const size of [1e-3, 1, 1e6]) {
      const [first] = walk(adamW({ learningRate: 0.01, weightDecay: 0 }), tensor(0), [tensor(size)]);
      expect(Math.abs((toArray(first!) as number) + 0.01)).toBeLessThan(1e-6);
    }
  });

  test("has the defaults that it says", () => {
    const said = { learningRate: 0.1, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.01 };
    expect(numbers(walk(adamW({ learningRate: 0.1 }), tensor(3), gradients))).toEqual(
      numbers(walk(adamW(said), tensor(3), gradients)),
    );
  });
});

const all: readonly [string, Optimizer][] = [
  ["sgd", sgd({ learningRate: 0.1 })],
  ["sgd with momentum", sgd({ learningRate: 0.1, momentum: 0.9 })],
  ["adamW", adamW({ learningRate: 0.1 })],
];

describe.each(all)("%s", (_, optimizer) => {
  const params = { layers: [{ W: sample([2, 3], 1) }, { W: sample([3, 5], 2) }], scale: tensor(7) };
  const gradient = { layers: [{ W: sample([2, 3], 3) }, { W: sample([3, 5], 4) }], scale: tensor(1) };

  test("changes neither parameters, gradient nor state, and keeps their form", () => {
    const before = JSON.stringify([params, gradient]);
    const state = optimizer.initialise(params);
    const first = optimizer.update(params, gradient, state);
    const kept = JSON.stringify([first.params, first.state]);
    const second = optimizer.update(first.params, gradient, first.state);
    expect(JSON.stringify([params, gradient])).toBe(before);
    expect(JSON.stringify([first.params, first.state])).toBe(kept);
    expect(state.step).toBe(0);
    expect(second.state.step).toBe(2);
    for (const tree of [second.params, ...second.state.moments]) {
      expect([tree.layers.map(({ W }) => W.shape), tree.scale.shape]).toEqual([[[2, 3], [3, 5]], []]); // biome-ignore format: one line
    }
  });

  test("moves every tensor as if it were alone", () => {
    const [together] = walk(optimizer, params, [gradient]);
    const [alone] = walk(optimizer, params.layers[1]!.W, [gradient.layers[1]!.W]);
    expect(toArray(together!.layers[1]!.W)).toEqual(toArray(alone!));
  });

  test("takes any view of parameters and gradients", () => {
    const [x, g] = [sample([2, 3], 1), sample([2, 3], 2)];
    const [dense] = walk(optimizer, x, [g]);
    for (const [name, view] of layouts(x)) {
      expect([name, toArray(walk(optimizer, view, [g])[0]!)]).toEqual([name, toArray(dense!)]);
    }
    for (const [name, view] of layouts(g)) {
      expect([name, toArray(walk(optimizer, x, [view])[0]!)]).toEqual([name, toArray(dense!)]);
    }
  });

  test("stays in float32", () => {
    const x = sample([2, 3], 1, "float32");
    const { params, state } = optimizer.update(x, x, optimizer.initialise(x));
    expect([params, ...state.moments].map(({ dtype }) => dtype)).toEqual(
      Array(1 + state.moments.length).fill("float32"),
    );
  });
});

describe("optimizers.clipByGlobalNorm(gradient, maxNorm)", () => {
  const gradient = { a: tensor([3, 0]), b: [tensor(4), tensor([[12]])] };

  test("scales all tensors by one factor to the norm", () => {
    expect(globalNorm(gradient)).toBe(13);
    const { a, b } = clipByGlobalNorm(gradient, 6.5);
    expect([a, ...b].map(toArray)).toEqual([[1.5, 0], 2, [[6]]]);
  });

  test("leaves a gradient that is no longer as it is", () => {
    expect(clipByGlobalNorm(gradient, 13)).toBe(gradient);
    expect(clipByGlobalNorm(tensor([0, 0]), 1).data).toEqual(Float64Array.of(0, 0));
  });
});

describe("schedules", () => {
  const ratesOf = (schedule: (step: number) => number, length: number) =>
    Array.from({ length }, (_, i) => schedule(i + 1));

  test("linearWarmup({ steps, schedule }) rises in equal steps, then begins the other", () => {
    const schedule = schedules.cosine({ from: 0.6, steps: 2 });
    close(ratesOf(schedules.linearWarmup({ steps: 3, schedule }), 6), [0.2, 0.4, 0.6, 0.6, 0.3, 0]);
  });

  test("cosine({ from, to, steps }) is half a cosine, then constant", () => {
    const half = Math.SQRT1_2;
    const wanted = [5, 3 + 2 * half, 3, 3 - 2 * half, 1, 1];
    close(ratesOf(schedules.cosine({ from: 5, to: 1, steps: 4 }), 6), wanted);
  });

  test("inverseSquareRoot({ peak, warmup }) is equation 3 of Vaswani et al.", () => {
    const [d, warmup] = [512, 4000];
    const rate = schedules.inverseSquareRoot({ peak: (d * warmup) ** -0.5, warmup });
    for (const step of [1, 3999, 4000, 4001, 100_000]) {
      expect(rate(step)).toBeCloseTo(d ** -0.5 * Math.min(step ** -0.5, step * warmup ** -1.5), 15);
    }
  });
});
