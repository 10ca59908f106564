import { broadcastTensor } from "./broadcast.ts";
import { elements } from "./elements.ts";
import { type Floats, sizeOf, type Tensor, wrap } from "./tensor.ts";

/**
 * For a stack of matrices [… of x, n, m] that broadcasts to leading axes `lead`: the number of the matrix in memory
 * that stands at each place of `lead`, in row-major order.
 */
export function matrixNumbers(x: Tensor, lead: readonly number[]): Floats {
  if (lead.length === 0) return first;
  const own = x.shape.slice(0, -2);
  if (own.length === lead.length && own.every((length, axis) => length === lead[axis])) return upTo(sizeOf(own));
  return elements(broadcastTensor("matrixNumbers", "x", wrap(upTo(sizeOf(own)), own), lead));
}

/** Of a single matrix. Not to be written to. */
const first: Floats = new Float64Array(1);

function upTo(end: number): Float64Array {
  const numbers = new Float64Array(end);
  for (let i = 0; i < end; i++) numbers[i] = i;
  return numbers;
}
