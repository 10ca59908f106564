import { elements } from "../tensor/elements.ts";
import { wrap } from "../tensor/tensor.ts";
import { operation } from "./operation.ts";
import type { Value } from "./variable.ts";

const apply = operation<readonly number[]>({
  forward: ([x], shape) => wrap(elements(x), [...shape]),
  backward: (cotangent, _, [x]) => reshape(cotangent, x.shape),
});

/** The same elements in row-major order under another shape of the same size. Dense memory is shared, not copied. */
export function reshape(x: Value, shape: readonly number[]): Value {
  return apply([x], shape);
}
