import { ArgumentError, expectFunction } from "../tensor/argument-error.ts";
import { expectShaped } from "../tensor/shapes.ts";
import { backward } from "./backward.ts";
import { mapTree, type Outside, type Params } from "./tree.ts";
import { newTrace, type Value, Variable } from "./variable.ts";

/** A function's value, and the linear map that carries a cotangent of it back to the parameters. */
export interface Vjp<P> {
  readonly value: Outside<P>;
  /** v ↦ vᵀ·J, in the form of the parameters. */
  pullback(cotangent: Value): P;
}

/**
 * The value of `f` at `params`, and its vector–Jacobian product: `pullback(v)` is vᵀ·∂f/∂params for a `v` of the
 * value's shape. It may be called any number of times.
 *
 * Baydin et al. 2018, "Automatic Differentiation in Machine Learning: a Survey", §3.2 (reverse mode).
 *
 * @example
 * ```ts
 * const { value, pullback } = vjp((x) => ops.square(x), tensor([1, 2, 3]));
 * toArray(value); // [1, 4, 9]
 * toArray(pullback(tensor([1, 0, 10]))); // [2, 0, 60]
 * ```
 *
 * @throws ArgumentError when `f` is not a function, a leaf of `params` is not a tensor, `f` does not return one, or `v`
 * has another shape.
 */
export function vjp<T extends Value>(f: (x: Variable) => Value, x: T): Vjp<T>;
export function vjp<Traced, P extends Params<Traced>>(f: (params: Traced) => Value, params: P): Vjp<P>;
export function vjp(f: unknown, params: unknown): unknown {
  expectFunction("vjp", "f", f);
  return trace("vjp", f, params);
}

interface UntypedVjp {
  readonly value: Value;
  pullback(cotangent: Value): unknown;
}

/** `vjp`, on behalf of the function that the error messages name, and without its types. */
export function trace(caller: string, f: unknown, params: unknown): UntypedVjp {
  const id = newTrace();
  const leaves: Variable[] = [];
  const traced = mapTree(caller, "params", params, (leaf) => {
    const variable = new Variable(leaf, id);
    leaves.push(variable);
    return variable;
  });
  const output = (f as (params: unknown) => Value)(traced);
  expectShaped(caller, "result of f", output);
  const value = output instanceof Variable && output.trace === id ? output.value : output;
  return {
    value,
    pullback(cotangent) {
      expectShaped(caller, "cotangent", cotangent);
      if (cotangent.shape.join() !== value.shape.join() || cotangent.dtype !== value.dtype) {
        const form = (v: Value) => `shape [${v.shape.join(", ")}] and dtype ${v.dtype}`;
        throw new ArgumentError(caller, "cotangent", form(cotangent), `${form(value)} (from the result of f)`);
      }
      const gradients = backward(output, cotangent, leaves, id);
      let next = 0;
      return mapTree(caller, "params", params, () => gradients[next++]);
    },
  };
}
