import { ArgumentError, expectFunction } from "../tensor/argument-error.ts";
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
 * @example
 * ```ts
 * toArray(jacobian((x) => ops.square(x))(tensor([1, 2]))); // [[2, 0], [0, 4]]
 * ```
 *
 * @throws ArgumentError when `f` is not a function, or `x` or f(x) is not a tensor or is empty.
 */
export function jacobian(f: (x: Variable) => Value): <T extends Value>(x: T) => T {
  expectFunction("jacobian", "f", f);
  return (x) => jacobianAt("jacobian", f, x);
}

/**
 * The Hessian of `f`, which returns one number: a function from `x` to ∂²f/∂x², of shape
 * [...shape of x, ...shape of x].
 *
 * @example
 * ```ts
 * toArray(hessian((x) => ops.square(ops.sum(x)))(tensor([1, 2]))); // [[2, 2], [2, 2]]
 * ```
 *
 * @throws ArgumentError when `f` is not a function, `x` is not a tensor or empty, or `f` returns more than one number.
 */
export function hessian(f: (x: Variable) => Value): <T extends Value>(x: T) => T {
  expectFunction("hessian", "f", f);
  return (x) => jacobianAt("hessian", (at: Variable) => differentiate("hessian", f, at).gradient as Value, x);
}

function jacobianAt<T extends Value>(caller: string, f: (x: Variable) => Value, x: T): T {
  expectShaped(caller, "x", x);
  expectNotEmpty(caller, "x", x);
  const { value, pullback } = trace(caller, f, x);
  expectNotEmpty(caller, "result of f", value);
  const rows: Value[] = [];
  for (let i = 0; i < sizeOf(value.shape); i++) rows.push(pullback(oneHot(value.shape, i, dtypeOf(value))) as Value);
  return reshape(stack(rows), [...value.shape, ...x.shape]) as T;
}

function expectNotEmpty(caller: string, argument: string, { shape }: Value): void {
  if (shape.includes(0)) throw new ArgumentError(caller, argument, `shape [${shape.join(", ")}]`, "no empty axis");
}

function oneHot(shape: readonly number[], at: number, dtype: DType): Tensor {
  const data = allocate(sizeOf(shape), dtype);
  data[at] = 1;
  return wrap(data, shape);
}
