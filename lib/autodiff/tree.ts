import { ArgumentError, describe } from "../tensor/argument-error.ts";
import { isTensor, type Tensor } from "../tensor/tensor.ts";
import { type Value, Variable } from "./variable.ts";

/**
 * What a function of variables is differentiated at: a function of `{ w: Variable }` takes `{ w: Tensor }`.
 *
 * Parameters are a value, or values in plain arrays and objects nested to any depth. A leaf that no variable can
 * stand for (a number, or a plain tensor) is `never`, so that it does not compile.
 */
export type Params<Traced> = Variable extends Traced
  ? Value
  : Traced extends Tensor
    ? never
    : Traced extends object
      ? { readonly [K in keyof Traced]: Params<Traced[K]> }
      : never;

/** What a function of parameters `P` returns when they are not traced: a tensor, unless a leaf of `P` is a variable. */
export type Outside<P> = Leaf<P> extends Tensor ? Tensor : Value;

type Leaf<P> = P extends Value ? P : P extends readonly (infer E)[] ? Leaf<E> : Leaf<P[keyof P]>;

/**
 * The same tree with `f(leaf)` in place of every leaf; `f` also gets the name of its place.
 *
 * @throws ArgumentError that names the place of a leaf which is not a tensor: `grad: params.w has value 3, …`.
 */
export function mapTree(
  caller: string,
  name: string,
  tree: unknown,
  f: (leaf: Value, name: string) => unknown,
): unknown {
  if (isTensor(tree) || tree instanceof Variable) return f(tree, name);
  if (Array.isArray(tree)) return tree.map((child, i) => mapTree(caller, `${name}[${i}]`, child, f));
  const prototype = tree !== null && typeof tree === "object" ? Object.getPrototypeOf(tree) : undefined;
  if (prototype === Object.prototype || prototype === null) {
    return Object.fromEntries(
      Object.entries(tree as object).map(([key, child]) => [key, mapTree(caller, `${name}.${key}`, child, f)]),
    );
  }
  throw new ArgumentError(caller, name, describe(tree), "a tensor, or tensors in plain arrays and objects");
}
