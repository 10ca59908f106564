import { expectFunction } from "../tensor/argument-error.ts";
import { random } from "../tensor/random.ts";
import { type Columns, examplesAt, lengthOf } from "./columns.ts";
import { expectFitOptions, type FitOptions } from "./fit-options.ts";
import type { EpochReport, EpochResult, Fit } from "./fit-report.ts";
import { batches, type Loss, lossAndGradient, meanLoss } from "./loss.ts";
import { clipByGlobalNorm, globalNorm } from "./optimizers/clip-by-global-norm.ts";
import { parametersOf } from "./parameters.ts";
import { TrainingError } from "./training-error.ts";

/**
 * Train parameters by mini-batches: in each epoch, go over all examples in a new random order, and make a step of the
 * optimiser for the loss of each batch.
 *
 * With validation examples or a criterion, the parameters of the best epoch are returned, and `patience` stops early; else
 * those of the last. The same seed gives the same parameters, bit for bit, on one backend.
 *
 * It runs to its end without a pause: interrupting a notebook's kernel ends it there and then. Reports are called as it runs.
 *
 * @example
 * ```ts
 * const data = { x: tensor([1, 2, 3]), y: tensor([2, 4, 6]) };
 * const options = { data, epochs: 50, seed: 1, optimizer: optimizers.sgd({ learningRate: 0.1 }) };
 * const { params } = fit((w, { x, y }) => losses.meanSquaredError(ops.multiply(w, x), y), tensor(0), options);
 * Math.abs(params.get() - 2) < 1e-6; // true
 * ```
 *
 * @param loss one number for parameters and a batch: its mean, so that the size of the batch does not matter
 * @param params tensors in plain arrays and objects, to begin with; they are not changed
 * @throws ArgumentError when an argument is not what it should be; TrainingError, with the best parameters so far, when a
 * loss, a gradient or the criterion is NaN or infinite.
 */
export function fit<P, D extends Columns>(loss: Loss<P, D>, params: P, options: FitOptions<P, D>): Fit<P> {
  expectFunction("fit", "loss", loss);
  parametersOf("fit", "params", params);
  expectFitOptions("fit", options);
  const { data, validation, optimizer, epochs, batchSize = 32, maxGradientNorm, metrics, patience = epochs } = options;
  const length = lengthOf("fit", "data", data);
  const steps = epochs * Math.ceil(length / batchSize);
  const stream = random(options.seed);
  const criterion =
    options.criterion ?? (validation && (({ validationLoss }: EpochResult) => validationLoss as number));

  let reached: Fit<P> = { params, bestEpoch: 0, history: [] };
  let lowest = Number.POSITIVE_INFINITY;
  let [now, state, step] = [params, optimizer.initialise(params), 0];
  const expectFinite = (what: string, value: number, when: string): void => {
    if (!Number.isFinite(value)) throw new TrainingError(`${what} is ${value} in ${when}`, reached);
  };

  for (let epoch = 1; epoch <= epochs; epoch++) {
    let total = 0;
    for (const batch of batches(stream.permutation(length), batchSize)) {
      const when = `epoch ${epoch}, step ${++step}`;
      const { loss: own, gradient } = lossAndGradient(loss, now, examplesAt(data, batch), stream.integer(2 ** 32));
      expectFinite("the loss", own, when);
      const gradientNorm = globalNorm(gradient);
      expectFinite("the norm of the gradient", gradientNorm, when);
      const clipped = maxGradientNorm === undefined ? gradient : clipByGlobalNorm(gradient, maxGradientNorm);
      ({ params: now, state } = optimizer.update(now, clipped, state));
      total += own * batch.length;
      options.onStep?.({ step, steps, epoch, epochs, loss: own, gradientNorm });
    }

    const result: EpochResult = {
      epoch,
      trainingLoss: total / length,
      ...(validation === undefined ? {} : { validationLoss: meanLoss(loss, now, validation, batchSize) }),
      metrics: metrics?.(now) ?? {},
    };
    if (validation)
      expectFinite("the validation loss", result.validationLoss as number, `epoch ${epoch}, step ${step}`);
    const value = criterion?.(result);
    if (value !== undefined) expectFinite("the criterion", value, `epoch ${epoch}, step ${step}`);
    const better = value === undefined || value < lowest;
    if (better && value !== undefined) lowest = value;
    const bestEpoch = better ? epoch : reached.bestEpoch;
    const report: EpochReport = {
      ...result,
      epochs,
      bestEpoch,
      last: epoch === epochs || epoch - bestEpoch >= patience,
    };
    reached = { params: better ? now : reached.params, bestEpoch, history: [...reached.history, report] };
    options.onEpoch?.(report, now);
    if (report.last) break;
  }
  return reached;
}
