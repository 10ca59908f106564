import type { Fit } from "./fit-report.ts";

/**
 * Training went where no gradient leads back: a loss, a gradient or a criterion is NaN or infinite. The message names the
 * epoch and the step; `reached` holds what was good before.
 *
 * @example
 * ```ts
 * const options = { data: { x: [1] }, epochs: 1, seed: 1, optimizer: optimizers.sgd({ learningRate: 1 }) };
 * let message = "";
 * try { fit((w) => ops.log(w), tensor(-1), options); } catch (error) { if (error instanceof TrainingError) message = error.message; }
 * message; // "fit: the loss is NaN in epoch 1, step 1"
 * ```
 */
export class TrainingError<P = unknown> extends Error {
  override name = "TrainingError";
  /** The best parameters before, and the epochs that were completed. */
  readonly reached: Fit<P>;

  constructor(complaint: string, reached: Fit<P>) {
    super(`fit: ${complaint}`);
    this.reached = reached;
  }
}
