import type { Tensor, Value } from "../../lib/index.ts";

/** A call of a differentiable function, at inputs where it is smooth. */
export interface Case {
  readonly call: string;
  readonly f: (...inputs: readonly Value[]) => Value;
  readonly inputs: readonly Tensor[];
}

export const make = (call: string, f: Case["f"], ...inputs: Tensor[]): Case => ({ call, f, inputs });
