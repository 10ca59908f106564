import { isTensor } from "../../../lib/index.ts";

/** How many numbers there are in plain objects and arrays of tensors. */
export function parameterCount(params: unknown): number {
  if (isTensor(params)) return params.data.length;
  return Object.values(params as object).reduce((count: number, child) => count + parameterCount(child), 0);
}
