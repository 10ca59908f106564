import { ArgumentError } from "../../tensor/argument-error.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import { parametersOf } from "../parameters.ts";

/** A tensor, by its keys joined by dots. */
export interface NamedTensor {
  readonly name: string;
  readonly tensor: Tensor;
}

/**
 * The tensors of a tree by name, in the order of their keys.
 *
 * @throws ArgumentError when one cannot be told from another by its name, or a part of the tree would have none.
 */
export function namedTensors(caller: string, argument: string, tree: unknown): NamedTensor[] {
  const tensors = parametersOf(caller, argument, tree).map(({ tensor }) => tensor);
  const names: string[] = [];
  const visit = (node: unknown, keys: readonly string[], place: string): void => {
    if (tensors[names.length] === node) {
      if (keys.length === 0)
        throw new ArgumentError(caller, argument, "no key for a tensor", "an object or array of tensors");
      names.push(keys.join("."));
      return;
    }
    const children = Object.entries(node as object);
    if (children.length === 0) throw new ArgumentError(caller, place, "no tensor", "at least one");
    for (const [key, child] of children) {
      if (key === "" || key.includes(".") || (keys.length === 0 && key === "__metadata__")) {
        throw new ArgumentError(
          caller,
          place,
          `key ${JSON.stringify(key)}`,
          "keys without dots, not empty, not __metadata__",
        );
      }
      visit(child, [...keys, key], Array.isArray(node) ? `${place}[${key}]` : `${place}.${key}`);
    }
  };
  visit(tree, [], argument);
  return names.map((name, i) => ({ name, tensor: tensors[i] }));
}

interface Branch extends Map<string, Branch | Tensor> {}

/**
 * The tree of tensors with such names: objects, and arrays where the keys are 0, 1, ….
 *
 * @throws ArgumentError when one name goes through the tensor of another.
 */
export function treeOf(caller: string, tensors: readonly NamedTensor[]): unknown {
  const root: Branch = new Map();
  for (const { name, tensor } of tensors) {
    const keys = name.split(".");
    const last = keys.pop() as string;
    let branch = root;
    for (const key of keys) {
      const next = branch.get(key) ?? new Map();
      if (!(next instanceof Map)) throw crossing(caller, name);
      branch.set(key, next);
      branch = next;
    }
    if (branch.has(last)) throw crossing(caller, name);
    branch.set(last, tensor);
  }
  return plain(root);
}

const crossing = (caller: string, name: string): ArgumentError =>
  new ArgumentError(caller, "bytes", `name ${JSON.stringify(name)} beside one that goes through it`, "a tree of names");

function plain(branch: Branch | Tensor): unknown {
  if (!(branch instanceof Map)) return branch;
  const children = [...branch].map(([key, child]) => [key, plain(child)] as const);
  const isArray = children.length > 0 && children.every((_, i) => branch.has(String(i)));
  // Not by assignment: a key such as __proto__ is a key like others.
  const object = Object.fromEntries(children);
  return isArray ? children.map((_, i) => object[i]) : object;
}
