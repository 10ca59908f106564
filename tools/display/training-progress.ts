import { type Progress, progress } from "./progress.ts";

/** What is shown of a step of training. */
export interface StepReport {
  readonly step: number;
  readonly steps: number;
}

/** What is shown of an epoch of training. */
export interface EpochReport {
  readonly epoch: number;
  readonly epochs: number;
  readonly trainingLoss: number;
  readonly validationLoss?: number;
  readonly metrics?: Readonly<Record<string, number>>;
  readonly bestEpoch: number;
  readonly last: boolean;
}

/** The options of `fit` that keep it informed. */
export interface TrainingProgress {
  onStep(report: StepReport): void;
  onEpoch(report: EpochReport): void;
}

/**
 * A progress bar for attention-lab's `fit`, among whose options it is spread: `fit(loss, params, { …,
 * ...trainingProgress("training") })`. It moves with the steps, and says the losses and metrics of the last epoch.
 */
export function trainingProgress(label: string): TrainingProgress {
  let bar: Progress | undefined;
  let note = "";
  return {
    onStep({ step, steps }) {
      bar ??= progress(label, steps);
      bar.update(step, note);
    },
    onEpoch({ epoch, epochs, trainingLoss, validationLoss, metrics = {}, bestEpoch, last }) {
      const numbers = [`training loss ${trainingLoss.toPrecision(4)}`];
      if (validationLoss !== undefined) numbers.push(`validation loss ${validationLoss.toPrecision(4)}`);
      for (const [name, value] of Object.entries(metrics)) numbers.push(`${name} ${value.toPrecision(4)}`);
      note = [`epoch ${epoch}/${epochs}`, ...numbers].join(", ");
      if (!last) return;
      if (bestEpoch < epoch) note += `, best epoch ${bestEpoch}`;
      if (epoch === epochs) bar?.finish(note);
      else bar?.stop(note);
      bar = undefined;
    },
  };
}
