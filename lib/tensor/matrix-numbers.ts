import { broadcastTensor } from "./broadcast.ts";
import { elements } from "./elements.ts";
import { type Floats, sizeOf, type Tensor, wrap } from "./tensor.ts";

/**
 * For a stack of matrices [… of x, n, m] that broadcasts to leading axes `lead`: the number of the matrix in memory
 * that stands at each place of `lead`, in row-major order.
 */
export function matrixNumbers(x: Tensor, lead: readonly number[]): Floats {
  const own = x.shape.slice(0, -2);
  const numbers = Float64Array.from({ length: sizeOf(own) }, (_, i) => i);
  return elements(broadcastTensor("matrixNumbers", "x", wrap(numbers, own), lead));
}
