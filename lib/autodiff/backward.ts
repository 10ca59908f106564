import { zeros } from "../tensor/create.ts";
import { accumulate } from "./accumulate.ts";
import { type Value, Variable } from "./variable.ts";

/**
 * Carry a cotangent from an output back through its trace, and return what arrives at each leaf: zeros at a leaf
 * on which the output does not depend.
 */
export function backward(output: Value, cotangent: Value, leaves: readonly Variable[], trace: number): Value[] {
  const cotangents = new Map<Variable, Value>();
  if (output instanceof Variable && output.trace === trace) cotangents.set(output, cotangent);
  // Latest first: when a variable's turn comes, everything computed from it has been visited.
  for (const variable of latestFirst(output, trace)) {
    const arrived = cotangents.get(variable);
    const origin = variable.origin;
    if (origin === undefined || arrived === undefined) continue;
    origin.inputs.forEach((input, index) => {
      if (!(input instanceof Variable) || input.trace !== trace) return;
      const contribution = origin.pullback(arrived, index);
      const before = cotangents.get(input);
      cotangents.set(input, before === undefined ? contribution : accumulate(before, contribution));
    });
    cotangents.delete(variable);
  }
  return leaves.map((leaf) => cotangents.get(leaf) ?? zeros(leaf.shape, leaf.dtype));
}

function latestFirst(output: Value, trace: number): Variable[] {
  const found = new Set<Variable>();
  const waiting: Value[] = [output];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (!(next instanceof Variable) || next.trace !== trace || found.has(next)) continue;
    found.add(next);
    if (next.origin) waiting.push(...next.origin.inputs);
  }
  return [...found].sort((a, b) => b.order - a.order);
}
