import {
  ArgumentError,
  describe,
  expectFunction,
  expectInteger,
  expectOptions,
  expectPositive,
} from "../tensor/argument-error.ts";
import { expectSeed } from "../tensor/random.ts";
import { type Columns, lengthOf } from "./columns.ts";
import type { EpochReport, EpochResult, StepReport } from "./fit-report.ts";
import type { Optimizer } from "./optimizers/optimizer.ts";

/** What `fit` trains on, how, and for how long. */
export interface FitOptions<P, D extends Columns> {
  /** The examples: tensors with a row, or arrays with an entry, for each. */
  readonly data: D;
  /** Examples to validate on after each epoch, in the same form. */
  readonly validation?: D;
  readonly optimizer: Optimizer;
  /** How many times to go over all examples. */
  readonly epochs: number;
  /** How many examples make a step; by default 32. */
  readonly batchSize?: number;
  /** Of the order of the examples, and of the seeds that the loss gets. */
  readonly seed: number;
  /** Gradients with a larger global norm are scaled down to it; by default none is. */
  readonly maxGradientNorm?: number;
  /** Further numbers to know of the parameters after each epoch. */
  readonly metrics?: (params: P) => Readonly<Record<string, number>>;
  /** What makes an epoch's parameters the best: the lowest of this; by default the validation loss, if there is one. */
  readonly criterion?: (epoch: EpochResult) => number;
  /** Stop after so many epochs without a lower criterion; by default never. */
  readonly patience?: number;
  /** Called after each step. */
  readonly onStep?: (report: StepReport) => void;
  /** Called after each epoch, with its parameters. */
  readonly onEpoch?: (report: EpochReport, params: P) => void;
}

const names = [
  ...["data", "validation", "optimizer", "epochs", "batchSize", "seed", "maxGradientNorm", "metrics", "criterion"],
  ...["patience", "onStep", "onEpoch"],
];

/** Throw unless the options are such as `fit` can take. */
export function expectFitOptions(caller: string, options: FitOptions<never, Columns>): void {
  expectOptions(caller, options, names);
  const { data, validation, optimizer, epochs, batchSize, seed, maxGradientNorm, criterion, patience } = options;
  lengthOf(caller, "data", data);
  if (validation !== undefined) {
    lengthOf(caller, "validation", validation);
    const has = Object.keys(validation).sort().join(", ");
    const keys = Object.keys(data).sort().join(", ");
    if (has !== keys) throw new ArgumentError(caller, "validation", `keys ${has}`, `${keys} (from data)`);
  }
  const { initialise, update } = (optimizer as typeof optimizer | null | undefined) ?? {};
  if (typeof initialise !== "function" || typeof update !== "function") {
    throw new ArgumentError(caller, "optimizer", describe(optimizer), "initialise and update, as of optimizers.sgd");
  }
  expectInteger(caller, "epochs", epochs, 1);
  if (batchSize !== undefined) expectInteger(caller, "batchSize", batchSize, 1);
  expectSeed(caller, "seed", seed);
  if (maxGradientNorm !== undefined) expectPositive(caller, "maxGradientNorm", maxGradientNorm);
  for (const name of ["metrics", "criterion", "onStep", "onEpoch"] as const) {
    if (options[name] !== undefined) expectFunction(caller, name, options[name]);
  }
  if (patience === undefined) return;
  expectInteger(caller, "patience", patience, 1);
  if (validation === undefined && criterion === undefined) {
    throw new ArgumentError(caller, "patience", `value ${patience}`, "validation or a criterion beside it");
  }
}
