import type { Value } from "../autodiff/variable.ts";
import { add, matmul, reshape, tanh } from "../ops/index.ts";
import { expectOptions } from "../tensor/argument-error.ts";
import { shapes } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Score } from "./score.ts";

/** The parameters of `additive`: Wq [d_q, h], Wk [d_k, h], w [h]. */
export interface AdditiveParams<T extends Value = Tensor> {
  readonly Wq: T | Tensor;
  readonly Wk: T | Tensor;
  readonly w: T | Tensor;
}

/**
 * The additive score: score(q, k) = w·tanh(Wqᵀ·q + Wkᵀ·k), for queries […, n, d_q] and keys […, m, d_k].
 *
 * A hidden layer of h units sees both. It needs memory for n·m·h numbers.
 *
 * Bahdanau, Cho & Bengio 2015, "Neural Machine Translation by Jointly Learning to Align and Translate", §A.1.2.
 *
 * @example
 * ```ts
 * const params = { Wq: tensor([[1]]), Wk: tensor([[1]]), w: tensor([2]) };
 * toArray(scores.additive(params)(tensor([[0]]), tensor([[0], [Math.atanh(0.5)]]))); // [[0, 1]]
 * ```
 *
 * @throws ArgumentError when the parameters do not fit each other; the score itself, when they do not fit q and k.
 */
export function additive(params: AdditiveParams): Score;
export function additive<T extends Value>(params: AdditiveParams<T>): Score<T>;
export function additive(params: AdditiveParams<Value>): Score<Value> {
  expectOptions("scores.additive", params, ["Wq", "Wk", "w"], "params");
  const { Wq, Wk, w } = params;
  shapes("scores.additive", { Wq: [Wq, "d_q h"], Wk: [Wk, "d_k h"], w: [w, "h"] });
  return (<U extends Value>(q: U | Tensor, k: U | Tensor): U => {
    const { n, m, h } = shapes("scores.additive", {
      q: [q, "… n d_q"],
      k: [k, "… m d_k"],
      Wq: [Wq, "d_q h"],
      Wk: [Wk, "d_k h"],
      w: [w, "h"],
    });
    const [queryLead, keyLead] = [q.shape.slice(0, -2), k.shape.slice(0, -2)];
    const hq = reshape<Value>(matmul<Value>(q, Wq), [...queryLead, n, 1, h]);
    const hk = reshape<Value>(matmul<Value>(k, Wk), [...keyLead, 1, m, h]);
    const scores = matmul<Value>(tanh<Value>(add<Value>(hq, hk)), reshape<Value>(w, [h, 1])); // […, n, m, 1]
    return reshape<Value>(scores, scores.shape.slice(0, -1)) as U;
  }) as Score<Value>;
}
