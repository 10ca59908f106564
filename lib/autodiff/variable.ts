import { type DType, dtypeOf, type Tensor } from "../tensor/tensor.ts";

/** What differentiable functions take and return: a tensor, or a variable that traces one. */
export type Value = Tensor | Variable;

/** How a variable was computed: the inputs, and for each the product that carries a cotangent back to it. */
export interface Origin {
  readonly inputs: readonly Value[];
  pullback(cotangent: Value, input: number): Value;
}

/**
 * A value that remembers how it was computed, so that it can be differentiated.
 *
 * Functions under `grad`, `vjp` and the like receive variables in place of tensors; nobody else makes them. A
 * variable belongs to one trace. Its `value` is what it stands for outside that trace: a tensor, or, when
 * derivatives are nested, a variable of an earlier trace.
 *
 * @example
 * ```ts
 * let traced = false;
 * grad((x) => { traced = x instanceof Variable; return ops.square(x); })(tensor(3));
 * traced; // true
 * ```
 */
export class Variable {
  readonly value: Value;
  readonly trace: number;
  readonly origin: Origin | undefined;
  /** Variables are numbered as they are made, so that inputs have smaller numbers than what is computed from them. */
  readonly order: number;

  constructor(value: Value, trace: number, origin?: Origin) {
    this.value = value;
    this.trace = trace;
    this.origin = origin;
    this.order = made++;
  }

  get shape(): number[] {
    return this.value.shape;
  }

  get dtype(): DType {
    return dtypeOf(this.value);
  }
}

let made = 0;
let traces = 0;

/** Open a trace. A later trace is always nested in, or independent of, an earlier one. */
export function newTrace(): number {
  return ++traces;
}

/** The tensor at the bottom of a value, with all tracing left behind. */
export function tensorOf(value: Value): Tensor {
  let bottom = value;
  while (bottom instanceof Variable) bottom = bottom.value;
  return bottom;
}
