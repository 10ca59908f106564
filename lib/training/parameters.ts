import { mapTree } from "../autodiff/tree.ts";
import type { Value } from "../autodiff/variable.ts";
import { ArgumentError } from "../tensor/argument-error.ts";
import { expectTensor } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";

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
    expectTensor(caller, name, leaf);
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
  const found = parametersOf(caller, argument, tree);
  const placeOf = ({ name }: Parameter, root: string): string => name.slice(root.length);
  params.forEach((param, i) => {
    const place = placeOf(param, "params");
    const other = found[i];
    if (other === undefined || placeOf(other, argument) !== place) {
      throw new ArgumentError(caller, argument, `no tensor ${argument}${place}`, `one beside ${param.name}`);
    }
    const form = ({ shape, dtype }: Tensor): string => `shape [${shape.join(", ")}] and dtype ${dtype}`;
    if (form(other.tensor) !== form(param.tensor)) {
      throw new ArgumentError(caller, other.name, form(other.tensor), `${form(param.tensor)} (from ${param.name})`);
    }
  });
  if (found.length > params.length) {
    throw new ArgumentError(caller, argument, `${found.length} tensors`, `${params.length}, as many as params`);
  }
  return found.map(({ tensor }) => tensor);
}

/** The tree of `params` with other tensors in it, in their order. */
export function withTensors<P>(params: P, tensors: readonly Tensor[]): P {
  let next = 0;
  return mapTree("withTensors", "params", params, () => tensors[next++]) as P;
}
