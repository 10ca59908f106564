import { elements } from "../tensor/elements.ts";
import { wrap } from "../tensor/tensor.ts";
import { operation } from "./operation.ts";
import type { Value } from "./variable.ts";

const apply = operation({
  forward([a, b]) {
    const sum = elements(a).slice();
    const y = elements(b);
    for (let i = 0; i < sum.length; i++) sum[i] += y[i];
    return wrap(sum, [...a.shape]);
  },
  backward: (cotangent) => cotangent,
});

/** a + b for values of one shape: where a value is used twice, its cotangents add up. */
export function accumulate(a: Value, b: Value): Value {
  return apply([a, b]);
}
