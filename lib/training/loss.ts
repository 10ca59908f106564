import { differentiate } from "../autodiff/grad.ts";
import { tensorOf, type Value, type Variable } from "../autodiff/variable.ts";
import { ArgumentError } from "../tensor/argument-error.ts";
import { elements } from "../tensor/elements.ts";
import { expectShaped } from "../tensor/shapes.ts";
import { sizeOf, type Tensor } from "../tensor/tensor.ts";
import { type Columns, examplesAt, lengthOf } from "./columns.ts";

/** Parameters as a loss sees them: variables in place of tensors. */
export type Traced<P> = P extends Tensor ? Variable : { readonly [K in keyof P]: Traced<P[K]> };

/** What else a loss may want to know. */
export interface LossContext {
  /** Whether a step follows; not so in validation, where nothing is to be dropped. */
  readonly training: boolean;
  /** For dropout: another one in each step. */
  readonly seed: number;
}

/** The loss of parameters on a batch of examples: one number, the mean over the batch. */
export type Loss<P, D> = (params: Traced<P>, batch: D, context: LossContext) => Value;

/** A loss and its gradient. */
export function lossAndGradient<P, D>(
  loss: Loss<P, D>,
  params: P,
  batch: D,
  seed: number,
): { loss: number; gradient: P } {
  const of = (traced: Traced<P>): Value => oneNumber(loss(traced, batch, { training: true, seed }));
  const { value, gradient } = differentiate("fit", of, params);
  return { loss: numberOf(value), gradient: gradient as P };
}

/** The mean loss of all examples, batch by batch, without a gradient. */
export function meanLoss<P, D extends Columns>(loss: Loss<P, D>, params: P, data: D, batchSize: number): number {
  const length = lengthOf("fit", "data", data);
  let total = 0;
  for (const batch of batches(
    Array.from({ length }, (_, i) => i),
    batchSize,
  )) {
    // Operations take tensors and variables alike; on tensors they keep no trace.
    const value = loss(params as Traced<P>, examplesAt(data, batch), { training: false, seed: 0 });
    total += numberOf(oneNumber(value)) * batch.length;
  }
  return total / length;
}

/** The numbers in batches of one size; the last may be smaller. */
export function batches(numbers: readonly number[], size: number): number[][] {
  return Array.from({ length: Math.ceil(numbers.length / size) }, (_, i) => numbers.slice(i * size, (i + 1) * size));
}

function oneNumber(value: Value): Value {
  expectShaped("fit", "result of loss", value);
  if (sizeOf(value.shape) === 1) return value;
  throw new ArgumentError("fit", "result of loss", `shape [${value.shape.join(", ")}]`, "one number");
}

const numberOf = (value: Value): number => elements(tensorOf(value))[0];
