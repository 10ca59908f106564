import type { Tensor } from "../tensor/tensor.ts";
import { type Value, Variable } from "./variable.ts";

/** A function of values, and what it needs to be differentiated. */
export interface Definition<Options> {
  /** The result for plain tensors. */
  forward(inputs: readonly Tensor[], options: Options): Tensor;
  /**
   * The vector–Jacobian product for one input: from the cotangent of the output (a value of its shape) to that of
   * input number `index`. Written in operations itself, so that it can be differentiated again.
   */
  backward(cotangent: Value, index: number, inputs: readonly Value[], output: Value, options: Options): Value;
}

/**
 * Make a differentiable operation.
 *
 * On tensors it is `forward`. With variables among the inputs it computes on what they stand for outside the
 * innermost trace, and records how in a new variable of that trace.
 */
export function operation<Options = void>(
  definition: Definition<Options>,
): (inputs: readonly Value[], options: Options) => Value {
  return function apply(inputs: readonly Value[], options: Options): Value {
    let innermost = 0;
    for (const input of inputs) if (input instanceof Variable && input.trace > innermost) innermost = input.trace;
    if (innermost === 0) return definition.forward(inputs as readonly Tensor[], options);
    const outside = inputs.map((x) => (x instanceof Variable && x.trace === innermost ? x.value : x));
    const output = apply(outside, options);
    return new Variable(output, innermost, {
      inputs,
      pullback: (cotangent, index) => definition.backward(cotangent, index, outside, output, options),
    });
  };
}
