import { expectFunction } from "../tensor/argument-error.ts";
import type { Columns } from "./columns.ts";
import { type ExpectFinite, epochsOf } from "./epochs.ts";
import { expectFitOptions, type FitOptions } from "./fit-options.ts";
import type { EpochReport, EpochResult, Fit } from "./fit-report.ts";
import type { Loss } from "./loss.ts";
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
  const { validation, epochs, patience = epochs, onEpoch } = options;
  const criterion =
    options.criterion ?? (validation && (({ validationLoss }: EpochResult) => validationLoss as number));
  let reached: Fit<P> = { params, bestEpoch: 0, history: [] };
  let lowest = Number.POSITIVE_INFINITY;
  const expectFinite: ExpectFinite = (what, value, when) => {
    if (!Number.isFinite(value)) throw new TrainingError(`${what} is ${value} in ${when}`, reached);
  };
  for (const { params: now, result, when } of epochsOf(loss, params, options, expectFinite)) {
    const { epoch } = result;
    const value = criterion?.(result);
    if (value !== undefined) expectFinite("the criterion", value, when);
    const isBest = value === undefined || value < lowest;
    lowest = Math.min(lowest, value ?? lowest);
    const bestEpoch = isBest ? epoch : reached.bestEpoch;
    const last = epoch === epochs || epoch - bestEpoch >= patience;
    const report: EpochReport = { ...result, epochs, bestEpoch, last };
    reached = { params: isBest ? now : reached.params, bestEpoch, history: [...reached.history, report] };
    onEpoch?.(report, now);
    if (last) break;
  }
  return reached;
}
