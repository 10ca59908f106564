import { describe, expect, test } from "vitest";
import {
  type EpochReport,
  type FitOptions,
  fit,
  layers,
  losses,
  ops,
  optimizers,
  random,
  type StepReport,
  type Tensor,
  TrainingError,
  tensor,
  toArray,
  type Variable,
} from "../../../lib/index.ts";
import { sample } from "../samples.ts";

interface Examples {
  readonly [name: string]: Tensor;
  readonly x: Tensor;
  readonly y: Tensor;
}

const sgd = optimizers.sgd({ learningRate: 0.1 });
const linear = layers.initialiseLinear(random(1), { input: 3, output: 2 });
const lineLoss = (params: layers.LinearParams<Variable>, { x, y }: Examples) =>
  losses.meanSquaredError(layers.linear(params, x), y);
const x = sample([23, 3], 2);
const truth = { W: sample([3, 2], 3), b: sample([2], 4) };
const data = { x, y: layers.linear(truth, x) };

const mlp = {
  hidden: layers.initialiseLinear(random(1), { input: 2, output: 8 }),
  out: layers.initialiseLinear(random(2), { input: 8, output: 1 }),
};
type Mlp = { hidden: layers.LinearParams<Variable>; out: layers.LinearParams<Variable> };
const mlpLoss = ({ hidden, out }: Mlp, { x, y }: Examples) =>
  losses.binaryCrossEntropyWithLogits(layers.linear(out, ops.tanh(layers.linear(hidden, x))), y);
const xor = { x: tensor([[0, 0], [0, 1], [1, 0], [1, 1]]), y: tensor([[0], [1], [1], [0]]) }; // biome-ignore format: two rows

describe("fit(loss, params, options)", () => {
  test("finds the weights of a line", () => {
    const { params, history } = fit(lineLoss, linear, { data, epochs: 100, batchSize: 5, seed: 1, optimizer: sgd });
    expect(history.at(-1)!.trainingLoss).toBeLessThan(1e-12);
    expect(Math.max(...ops.abs(ops.subtract(params.W, truth.W)).data)).toBeLessThan(1e-6);
  });

  test("fits a network of one hidden layer to the exclusive or", () => {
    const optimizer = optimizers.adamW({ learningRate: 0.05, weightDecay: 0 });
    const { history } = fit(mlpLoss, mlp, { data: xor, epochs: 400, seed: 1, optimizer });
    expect(history[0]!.trainingLoss).toBeGreaterThan(0.5);
    expect(history.at(-1)!.trainingLoss).toBeLessThan(0.01);
  });

  test("gives the same bytes for the same seed, and others for another", () => {
    const train = (seed: number) =>
      fit(lineLoss, linear, {
        data,
        epochs: 3,
        batchSize: 4,
        seed,
        optimizer: optimizers.adamW({ learningRate: 0.1 }),
      });
    const [first, again, other] = [train(5), train(5), train(6)];
    expect(again).toEqual(first);
    expect(toArray(other.params.W)).not.toEqual(toArray(first.params.W));
  });

  test("changes neither parameters nor data", () => {
    const before = JSON.stringify([linear, data]);
    fit(lineLoss, linear, { data, epochs: 2, seed: 1, optimizer: sgd });
    expect(JSON.stringify([linear, data])).toBe(before);
  });

  test("shows each example once an epoch, in a new order, all columns alike", () => {
    const seen: number[][] = [];
    const numbers = Array.from({ length: 7 }, (_, i) => i);
    const examples = { name: numbers.map(String), row: tensor(numbers.map((i) => [i, i])) };
    const sizes: number[] = [];
    fit(
      (w, { name, row }) => {
        sizes.push(name.length);
        expect(toArray(row)).toEqual(name.map((n) => [Number(n), Number(n)]));
        if (sizes.length % 3 === 1) seen.push([]);
        seen.at(-1)!.push(...name.map(Number));
        return ops.square(w);
      },
      tensor(1),
      { data: examples, epochs: 2, batchSize: 3, seed: 1, optimizer: sgd },
    );
    expect(sizes).toEqual([3, 3, 1, 3, 3, 1]);
    expect(seen.map((order) => [...order].sort())).toEqual([numbers, numbers]);
    expect(seen[0]).not.toEqual(numbers);
    expect(seen[0]).not.toEqual(seen[1]);
  });

  test("is, for one batch of everything, the optimiser's steps", () => {
    // The loss is mean((w − y)²) with gradient 2·(w − 3): w ← w − 0.2·(w − 3).
    const { params, history } = fit(
      (w, { y }) => ops.mean(ops.square(ops.subtract(w, y))),
      tensor(0),
      { data: { y: tensor([2, 3, 4]) }, epochs: 2, seed: 1, optimizer: sgd }, // biome-ignore format: one line
    );
    expect(params.get()).toBeCloseTo(0.6 + 0.2 * 2.4, 14);
    expect(history.map(({ trainingLoss }) => trainingLoss)).toEqual([29 / 3, expect.closeTo(5.76 + 2 / 3, 12)]);
  });

  test("weighs the losses of batches by their sizes", () => {
    const still = optimizers.sgd({ learningRate: 1e-300 });
    const { history } = fit((w, { y }) => ops.mean(ops.multiply(w, y)), tensor(1), {
      data: { y: tensor([1, 2, 3, 4, 10]) },
      validation: { y: tensor([1, 2, 6]) },
      epochs: 1,
      batchSize: 2,
      seed: 1,
      optimizer: still,
    });
    expect(history[0]!.trainingLoss).toBeCloseTo(4, 14);
    expect(history[0]!.validationLoss).toBe(3);
  });

  test("tells the loss whether it trains, and a seed for each step", () => {
    const contexts: { training: boolean; seed: number }[] = [];
    fit(
      (w, _, context) => {
        contexts.push(context);
        return ops.square(w);
      },
      tensor(1),
      { data: { y: [1, 2] }, validation: { y: [1] }, epochs: 2, batchSize: 1, seed: 1, optimizer: sgd },
    );
    expect(contexts.map(({ training }) => training)).toEqual([true, true, false, true, true, false]);
    expect(new Set(contexts.filter(({ training }) => training).map(({ seed }) => seed)).size).toBe(4);
  });

  test("clips gradients to maxGradientNorm, and reports their norm before", () => {
    const steps: StepReport[] = [];
    const { params } = fit((w) => ops.sum(ops.multiply(w, tensor([30, 40]))), tensor([0, 0]), {
      data: { y: [1] },
      epochs: 1,
      seed: 1,
      optimizer: optimizers.sgd({ learningRate: 1 }),
      maxGradientNorm: 5,
      onStep: (report) => steps.push(report),
    });
    expect(toArray(params)).toEqual([-3, -4]);
    expect(steps).toEqual([{ step: 1, steps: 1, epoch: 1, epochs: 1, loss: 0, gradientNorm: 50 }]);
  });

  test("reports every step and epoch, with metrics", () => {
    const [steps, epochs]: [number[], EpochReport[]] = [[], []];
    const { history } = fit((w) => ops.square(w), tensor(1), {
      data: { y: [1, 2, 3] },
      epochs: 2,
      batchSize: 2,
      seed: 1,
      optimizer: sgd,
      metrics: (w) => ({ double: 2 * w.get() }),
      onStep: ({ step, steps: of }) => steps.push(step / of),
      onEpoch: (report, w) => {
        expect(report.metrics.double).toBe(2 * w.get());
        epochs.push(report);
      },
    });
    expect(steps).toEqual([0.25, 0.5, 0.75, 1]);
    expect(epochs).toEqual(history);
    expect(history.map(({ epoch, epochs: of, bestEpoch, last }) => [epoch, of, bestEpoch, last])).toEqual([
      [1, 2, 1, false],
      [2, 2, 2, true],
    ]);
    expect("validationLoss" in history[0]!).toBe(false);
  });
});

describe("early stopping", () => {
  // w goes 8, 6, 4, 2, 0, −2, …: the validation loss |w − 3| is lowest at 4, after the second epoch.
  const down = (options: Partial<FitOptions<Tensor, { y: number[] }>> = {}) =>
    fit((w, _, { training }) => (training ? ops.multiply(w, 2) : ops.abs(ops.subtract(w, 3))), tensor(8), {
      data: { y: [1] },
      validation: { y: [1] },
      epochs: 9,
      seed: 1,
      optimizer: optimizers.sgd({ learningRate: 1 }),
      ...options,
    });
  const outcome = ({ params, bestEpoch, history }: ReturnType<typeof down>) => [
    params.get(),
    bestEpoch,
    history.length,
  ];

  test("keeps the parameters with the lowest validation loss, of equals the first", () => {
    const all = down();
    expect(all.history.slice(0, 4).map(({ validationLoss }) => validationLoss)).toEqual([3, 1, 1, 3]);
    expect(outcome(all)).toEqual([4, 2, 9]);
  });

  test("stops when patience epochs brought nothing better", () => {
    const stopped = down({ patience: 3 });
    expect(outcome(stopped)).toEqual([4, 2, 5]);
    expect(stopped.history.map(({ last }) => last)).toEqual([false, false, false, false, true]);
    expect(outcome(down({ patience: 1 }))).toEqual([4, 2, 3]);
  });

  test("follows a criterion of one's own", () => {
    const metrics = (w: Tensor) => ({ square: w.get() ** 2 });
    expect(outcome(down({ metrics, criterion: ({ metrics }) => metrics.square!, patience: 2 }))).toEqual([0, 4, 6]);
    expect(outcome(down({ metrics, criterion: ({ metrics }) => -metrics.square! }))).toEqual([-10, 9, 9]);
  });
});

describe("a loss that is not finite", () => {
  const failure = (training: () => unknown): TrainingError => {
    try {
      training();
    } catch (error) {
      expect(error).toBeInstanceOf(TrainingError);
      return error as TrainingError;
    }
    throw new Error("nothing was thrown");
  };

  test("stops, names epoch and step, and keeps what was reached", () => {
    // w goes 5, 3, 1, −1: its logarithm is NaN in the fourth step, of the second epoch.
    const walk = (w: Variable) => ops.add(ops.multiply(w, 2), ops.multiply(ops.log(w), 0));
    const error = failure(() =>
      fit(walk, tensor(5), {
        data: { y: [1, 2] },
        epochs: 3,
        batchSize: 1,
        seed: 1,
        optimizer: optimizers.sgd({ learningRate: 1 }),
      }),
    );
    expect([error.name, error.message]).toEqual(["TrainingError", "fit: the loss is NaN in epoch 2, step 4"]);
    const { params, bestEpoch, history } = error.reached;
    expect([(params as Tensor).get(), bestEpoch, history.length]).toEqual([1, 1, 1]);
  });

  test.each([
    ["the norm of the gradient is Infinity in epoch 1, step 1", (w: Variable) => ops.sqrt(ops.subtract(w, 1)), {}],
    ["the loss is Infinity in epoch 1, step 1", (w: Variable) => ops.divide(w, 0), {}],
    ["the criterion is NaN in epoch 1, step 1", (w: Variable) => w, { criterion: () => Number.NaN }],
  ])("%s", (complaint, loss, more) => {
    const error = failure(() =>
      fit(loss, tensor(1), { data: { y: [1] }, epochs: 1, seed: 1, optimizer: sgd, ...more }),
    );
    expect(error.message).toBe(`fit: ${complaint}`);
    expect(error.reached).toEqual({ params: tensor(1), bestEpoch: 0, history: [] });
  });

  test("stops also in validation", () => {
    const error = failure(() =>
      fit((w, _, { training }) => (training ? w : ops.log(ops.subtract(w, 9))), tensor(1), {
        data: { y: [1] },
        validation: { y: [1] },
        epochs: 1,
        seed: 1,
        optimizer: sgd,
      }),
    );
    expect(error.message).toBe("fit: the validation loss is NaN in epoch 1, step 1");
  });
});
