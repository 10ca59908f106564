import type { Value, Variable } from "../autodiff/variable.ts";
import type { Tensor } from "../tensor/tensor.ts";

/**
 * A normaliser: from scores […, n, m] to weights […, n, m], each row by itself.
 *
 * A score of −∞ is a masked position: its weight is 0, and a row of nothing but −∞ has nothing but weights 0.
 * `T` is `Variable` when the normaliser holds a traced parameter: its result is then traced.
 */
export interface Normalizer<T extends Value = Tensor> {
  <U extends Value = T>(scores: U | Tensor): T extends Variable ? Variable : U;
  /** Never set. Without it TypeScript would take a `Normalizer<Variable>` for a `Normalizer<Tensor>`. */
  readonly parameters?: T;
}
