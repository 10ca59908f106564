import type { Value, Variable } from "../autodiff/variable.ts";
import type { Tensor } from "../tensor/tensor.ts";

/**
 * A score function: how well each query fits each key, `(q: […, n, d_q], k: […, m, d_k]) => […, n, m]`.
 *
 * `T` is `Variable` when the score holds a traced parameter: its result is then traced, whatever the arguments are.
 */
export interface Score<T extends Value = Tensor> {
  <U extends Value = T>(q: U | Tensor, k: U | Tensor): T extends Variable ? Variable : U;
  /** Never set. Without it TypeScript would take a `Score<Variable>` for a `Score<Tensor>`. */
  readonly parameters?: T;
}
