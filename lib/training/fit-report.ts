/** A step of `fit`. */
export interface StepReport {
  /** The number of the step, counted from 1 over all epochs, and how many there are without early stopping. */
  readonly step: number;
  readonly steps: number;
  readonly epoch: number;
  readonly epochs: number;
  /** The loss of the step's batch, before the step. */
  readonly loss: number;
  /** The global norm of its gradient, before clipping. */
  readonly gradientNorm: number;
}

/** What an epoch of `fit`, one pass over the examples, came to. */
export interface EpochResult {
  readonly epoch: number;
  /** The mean loss of the epoch's examples, each before the step of its batch. */
  readonly trainingLoss: number;
  /** The mean loss of the validation examples after the epoch, if there are any. */
  readonly validationLoss?: number;
  /** What the metrics gave after the epoch. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** An epoch of `fit`, beside the others. */
export interface EpochReport extends EpochResult {
  readonly epochs: number;
  /** The epoch whose parameters would be returned now. */
  readonly bestEpoch: number;
  /** Whether no epoch follows: all are done, or patience has run out. */
  readonly last: boolean;
}

/** What `fit` reached. */
export interface Fit<P> {
  /** The parameters after the best epoch; without a criterion, after the last. */
  readonly params: P;
  /** The epoch of these parameters; 0 before the first. */
  readonly bestEpoch: number;
  /** One report for each completed epoch. */
  readonly history: readonly EpochReport[];
}
