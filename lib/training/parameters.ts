import { mapTree } from "../autodiff/tree.ts";
import type { Value } from "../autodiff/variable.ts";
import { ArgumentError } from "../tensor/argument-error.ts";
import { isTensor, type Tensor } from "../tensor/tensor.ts";

/** A tensor among parameters, and where it stands: `params.layers[0].W`. */
export interface Parameter {
  readonly name: string;
  readonly tensor: Tensor;
}

/**
 * All tensors of parameters, in the order of their keys.
 *
 * @throws ArgumentError that names the place of what is not a tensor.
 */
export function parametersOf(caller: string, argument: string, params: unknown): Parameter[] {
  const found: Parameter[] = [];
  mapTree(caller, argument, params, (leaf: Value, name) => {
    if (!isTensor(leaf)) throw new ArgumentError(caller, name, "a variable", "a plain tensor");
    found.push({ name, tensor: leaf });
  });
  return found;
}

/**
 * The tensors of `tree`, which stands beside `params`: one for each, at the same place, of the same shape and dtype.
 *
 * @throws ArgumentError that names the first that is not so.
 */
export function tensorsBeside(caller: string, argument: string, tree: unknown, params: readonly Parameter[]): Tensor[] {
  const found = new Map(parametersOf(caller, argument, tree).map(({ name, tensor }) => [name, tensor]));
  if (found.size > params.length) {
    throw new ArgumentError(caller, argument, `${found.size} tensors`, `${params.length}, as many as params`);
  }
  return params.map(({ name, tensor }) => {
    const place = argument + name.slice("params".length);
    const beside = found.get(place);
    const form = ({ shape, dtype }: Tensor): string => `shape [${shape.join(", ")}] and dtype ${dtype}`;
    if (beside === undefined) throw new ArgumentError(caller, argument, `no ${place}`, `a tensor beside ${name}`);
    if (form(beside) === form(tensor)) return beside;
    throw new ArgumentError(caller, place, form(beside), `${form(tensor)} (from ${name})`);
  });
}

/** The tree of `params` with other tensors in it, in their order. */
export function withTensors<P>(params: P, tensors: readonly Tensor[]): P {
  let next = 0;
  return mapTree("withTensors", "params", params, () => tensors[next++]) as P;
}
