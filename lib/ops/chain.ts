import { operation } from "../autodiff/operation.ts";
import type { Value } from "../autodiff/variable.ts";
import { elements } from "../tensor/elements.ts";
import { wrap } from "../tensor/tensor.ts";

const apply = operation({
  forward([cotangent, derivative]) {
    const g = elements(cotangent);
    const d = elements(derivative);
    const out = g.slice();
    for (let i = 0; i < out.length; i++) if (g[i] !== 0) out[i] = d[i] === 0 ? 0 : g[i] * d[i];
    return wrap(out, [...cotangent.shape]);
  },
  backward: (cotangent, index, inputs) => chain(cotangent, inputs[1 - index]),
});

/**
 * The chain rule's product, element by element: cotangent · derivative, where 0 of either gives 0.
 *
 * 0 · ∞ and 0 · NaN are 0 here: what has no influence on the result (because it is masked, say) passes no gradient,
 * whatever number it holds. That it goes both ways keeps gradients of gradients clean as well.
 */
export function chain(cotangent: Value, derivative: Value): Value {
  return apply([cotangent, derivative]);
}
