import { expectShaped } from "../tensor/shapes.ts";
import { allocate, type DType, dtypeOf, sizeOf, type Tensor, wrap } from "../tensor/tensor.ts";
import { differentiate } from "./grad.ts";
import { reshape } from "./reshape.ts";
import { stack } from "./stack.ts";
import type { Value, Variable } from "./variable.ts";
import { trace } from "./vjp.ts";

/**
 * The Jacobian of `f`: a function from `x` to ∂f/∂x, of shape [...shape of f(x), ...shape of x].
 *
 * One backward pass for each element of f(x). `jacobian(jacobian(f))` works.
 *
 * @throws ArgumentError when `x` or f(x) is not a tensor.
 */
export function jacobian(f: (x: Variable) => Value): <T extends Value>(x: T) => T {
  return (x) => jacobianAt("jacobian", f, x);
}

/**
 * The Hessian of `f`, which returns one number: a function from `x` to ∂²f/∂x², of shape [...shape of x, ...shape of x].
 *
 * @throws ArgumentError when `x` is not a tensor, or `f` returns more than one number.
 */
export function hessian(f: (x: Variable) => Value): <T extends Value>(x: T) => T {
  return (x) => jacobianAt("hessian", (at: Variable) => differentiate("hessian", f, at).gradient as Value, x);
}

function jacobianAt<T extends Value>(caller: string, f: (x: Variable) => Value, x: T): T {
  expectShaped(caller, "x", x);
  const { value, pullback } = trace(caller, f, x);
  const rows: Value[] = [];
  for (let i = 0; i < sizeOf(value.shape); i++) rows.push(pullback(oneHot(value.shape, i, dtypeOf(value))) as Value);
  return reshape(stack(rows), [...value.shape, ...x.shape]) as T;
}

function oneHot(shape: readonly number[], at: number, dtype: DType): Tensor {
  const data = allocate(sizeOf(shape), dtype);
  data[at] = 1;
  return wrap(data, shape);
}
