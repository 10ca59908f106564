import { ArgumentError, expectFunction } from "../tensor/argument-error.ts";
import { full } from "../tensor/create.ts";
import { dtypeOf, sizeOf } from "../tensor/tensor.ts";
import type { Outside, Params } from "./tree.ts";
import type { Value, Variable } from "./variable.ts";
import { trace } from "./vjp.ts";

/** The value of a function, and its gradient in the form of the parameters. */
export interface ValueAndGradient<P> {
  readonly value: Outside<P>;
  readonly gradient: P;
}

type Differentiable = (params: never, ...rest: unknown[]) => Value;

/**
 * The function that gives the value of `f` and its gradient ∂f/∂params together.
 *
 * `params` is a tensor, or tensors in plain arrays and objects; the gradient has the same form. `f` returns one
 * number (a tensor of one element); further arguments are passed on and not differentiated.
 *
 * @example
 * ```ts
 * const { value, gradient } = valueAndGrad((x) => ops.sum(ops.square(x)))(tensor([1, 2]));
 * toArray(value); // 5
 * toArray(gradient); // [2, 4]
 * ```
 *
 * @throws ArgumentError when `f` is not a function, a leaf of `params` is not a tensor, or `f` returns more than one
 * number.
 */
export function valueAndGrad<Rest extends readonly unknown[]>(
  f: (x: Variable, ...rest: Rest) => Value,
): <T extends Value>(x: T, ...rest: Rest) => ValueAndGradient<T>;
export function valueAndGrad<Traced, Rest extends readonly unknown[]>(
  f: (params: Traced, ...rest: Rest) => Value,
): <P extends Params<Traced>>(params: P, ...rest: Rest) => ValueAndGradient<P>;
export function valueAndGrad(f: unknown): unknown {
  expectFunction("valueAndGrad", "f", f);
  return (params: unknown, ...rest: unknown[]) =>
    differentiate("valueAndGrad", (traced: never) => (f as Differentiable)(traced, ...rest), params);
}

/**
 * The gradient of `f`: a function from `params` to ∂f/∂params, of the same form. `grad(grad(f))` works.
 *
 * Arguments and errors as in `valueAndGrad`.
 *
 * @example
 * ```ts
 * toArray(grad((x) => ops.sum(ops.square(x)))(tensor([1, 2]))); // [2, 4]
 * toArray(grad(grad((x) => ops.multiply(x, ops.square(x))))(tensor(2))); // 12
 * ```
 */
export function grad<Rest extends readonly unknown[]>(
  f: (x: Variable, ...rest: Rest) => Value,
): <T extends Value>(x: T, ...rest: Rest) => T;
export function grad<Traced, Rest extends readonly unknown[]>(
  f: (params: Traced, ...rest: Rest) => Value,
): <P extends Params<Traced>>(params: P, ...rest: Rest) => P;
export function grad(f: unknown): unknown {
  expectFunction("grad", "f", f);
  return (params: unknown, ...rest: unknown[]) =>
    differentiate("grad", (traced: never) => (f as Differentiable)(traced, ...rest), params).gradient;
}

/** A value and its gradient, on behalf of the function that the error messages name, and without their types. */
export function differentiate(caller: string, f: unknown, params: unknown): { value: Value; gradient: unknown } {
  const { value, pullback } = trace(caller, f, params);
  if (sizeOf(value.shape) !== 1) {
    throw new ArgumentError(caller, "result of f", `shape [${value.shape.join(", ")}]`, "one number");
  }
  return { value, gradient: pullback(full(value.shape, 1, dtypeOf(value))) };
}
