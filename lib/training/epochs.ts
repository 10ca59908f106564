import { random } from "../tensor/random.ts";
import { type Columns, examplesAt, lengthOf } from "./columns.ts";
import type { FitOptions } from "./fit-options.ts";
import type { EpochResult } from "./fit-report.ts";
import { batches, type Loss, lossAndGradient, meanLoss } from "./loss.ts";
import { clipByGlobalNorm, globalNorm } from "./optimizers/clip-by-global-norm.ts";

/** Parameters after an epoch. */
export interface Epoch<P> {
  readonly params: P;
  readonly result: EpochResult;
  /** As it is told: `epoch 2, step 14`. */
  readonly when: string;
}

/** Throws unless a number is finite, naming it and the time. */
export type ExpectFinite = (what: string, value: number, when: string) => void;

/** Train, epoch by epoch: each is made when it is asked for. */
export function* epochsOf<P, D extends Columns>(
  loss: Loss<P, D>,
  initial: P,
  options: FitOptions<P, D>,
  expectFinite: ExpectFinite,
): Generator<Epoch<P>> {
  const { data, validation, optimizer, epochs, batchSize = 32, seed, maxGradientNorm, metrics, onStep } = options;
  const length = lengthOf("fit", "data", data);
  const steps = epochs * Math.ceil(length / batchSize);
  const stream = random(seed);
  let [params, state, step] = [initial, optimizer.initialise(initial), 0];
  for (let epoch = 1; epoch <= epochs; epoch++) {
    let total = 0;
    for (const batch of batches(stream.permutation(length), batchSize)) {
      const when = `epoch ${epoch}, step ${++step}`;
      const { loss: own, gradient } = lossAndGradient(loss, params, examplesAt(data, batch), stream.integer(2 ** 32));
      expectFinite("the loss", own, when);
      const gradientNorm = globalNorm(gradient);
      expectFinite("the norm of the gradient", gradientNorm, when);
      const clipped = maxGradientNorm === undefined ? gradient : clipByGlobalNorm(gradient, maxGradientNorm);
      ({ params, state } = optimizer.update(params, clipped, state));
      total += own * batch.length;
      onStep?.({ step, steps, epoch, epochs, loss: own, gradientNorm });
    }
    const when = `epoch ${epoch}, step ${step}`;
    const validated = validation && { validationLoss: meanLoss(loss, params, validation, batchSize) };
    if (validated) expectFinite("the validation loss", validated.validationLoss, when);
    const result = { epoch, trainingLoss: total / length, ...validated, metrics: metrics?.(params) ?? {} };
    yield { params, result, when };
  }
}
