import { operation } from "../autodiff/operation.ts";
import type { Value } from "../autodiff/variable.ts";
import { sumTo } from "../ops/broadcast-to.ts";
import { chain } from "../ops/chain.ts";
import { divide, negate, subtract, sum } from "../ops/index.ts";
import { expectScale, scaleBeside } from "../ops/scale.ts";
import { expectOptions } from "../tensor/argument-error.ts";
import { broadcastTensor, expectBroadcasts } from "../tensor/broadcast.ts";
import { full } from "../tensor/create.ts";
import { elements } from "../tensor/elements.ts";
import { expectSameDType, expectShaped, shapes } from "../tensor/shapes.ts";
import { allocate, dtypeOf, type Floats, type Tensor, wrap } from "../tensor/tensor.ts";
import { kernels } from "../wasm/backend.ts";
import { softmaxByKernels } from "../wasm/rows.ts";
import type { Normalizer } from "./normalizer.ts";

// Inputs are the scores and, if there is one, the sink: a logit for each row that takes part and gets no output.
const apply = operation({
  forward([scores, sink]) {
    const x = elements(scores);
    const length = scores.shape[scores.shape.length - 1];
    const active = x instanceof Float32Array && sink === undefined ? kernels() : undefined;
    const fast = active && softmaxByKernels(active, x as Float32Array, length);
    if (fast !== undefined) return wrap(fast, [...scores.shape]);
    const out = allocate(x.length, dtypeOf(scores));
    const rows = [...scores.shape.slice(0, -1), 1];
    const sinks = sink && elements(broadcastTensor("normalizers.softmax", "sink", sink, rows));
    for (let row = 0; row < x.length / length; row++) {
      softmaxRow(x, out, row * length, (row + 1) * length, sinks ? sinks[row] : Number.NEGATIVE_INFINITY);
    }
    return wrap(out, [...scores.shape]);
  },
  // y = softmax(x): x̄ = y ⊙ (ȳ − Σ y ȳ). Where y is 0 nothing passes, even if ȳ is NaN there, nor where ȳ is 0 and y is
  // NaN. The sink has the weight 1 − Σ y and no cotangent of its own.
  backward(cotangent, index, inputs, y) {
    const along = sum<Value>(chain(y, cotangent), { axis: -1, keepDims: true });
    if (index === 0) return chain(y, subtract<Value>(cotangent, along));
    const sunk = subtract<Value>(1, sum<Value>(y, { axis: -1, keepDims: true }));
    return sumTo(negate<Value>(chain(sunk, along)), inputs[1].shape);
  },
});

function softmaxRow(x: Floats, out: Floats, start: number, end: number, sink: number): void {
  let max = sink;
  for (let j = start; j < end; j++) max = Math.max(max, x[j]);
  if (max === Number.NEGATIVE_INFINITY) return; // fully masked: the row stays zero
  let total = Math.exp(sink - max);
  for (let j = start; j < end; j++) total += out[j] = Math.exp(x[j] - max);
  for (let j = start; j < end; j++) out[j] /= total;
}

/** How soft, and what takes weight without being heard. */
export interface SoftmaxOptions<T extends Value = Tensor> {
  /** Divides the scores; above 0, by default 1. It may be a learned parameter. */
  readonly temperature?: number | T;
  /**
   * An attention sink: a further logit in every row's sum, that of a key with the value 0. A number, or a tensor that
   * broadcasts to […, n, 1] (one for each head: [heads, 1, 1]), perhaps a learned one. By default there is none.
   */
  readonly sink?: number | T;
}

/**
 * Softmax: wᵢⱼ = e^(sᵢⱼ/τ) / Σₗ e^(sᵢₗ/τ), each row by itself, with temperature τ (default 1).
 *
 * τ → 0 gives all weight to the highest score (shared by equals), τ → ∞ the same weight to all. The row's maximum is
 * subtracted first, so that nothing overflows. A fully masked row gives zeros; a NaN makes its own row NaN. With a
 * sink, e^sink is added to the sum, and the rest of the weight goes nowhere.
 *
 * The sink: Xiao et al. 2023, "Efficient Streaming Language Models with Attention Sinks", §3.3 (SoftMax₁, sink = 0).
 *
 * @example
 * ```ts
 * toArray(normalizers.softmax()(tensor([[0, Math.log(3)]]))); // [[0.25, 0.75]]
 * toArray(normalizers.softmax({ sink: Math.log(2) })(tensor([[0, 0]]))); // [[0.25, 0.25]]
 * ```
 *
 * @throws ArgumentError when `temperature` is not above 0, or `sink` is not a number or tensor; the normaliser itself,
 * when the scores are not […, n, m] or the sink does not fit them.
 */
export function softmax(options?: SoftmaxOptions): Normalizer;
export function softmax<T extends Value>(options: SoftmaxOptions<T>): Normalizer<T>;
export function softmax(options: SoftmaxOptions<Value> = {}): Normalizer<Value> {
  const caller = "normalizers.softmax";
  expectOptions(caller, options, ["temperature", "sink"]);
  const { temperature, sink } = options;
  if (temperature !== undefined) expectScale(caller, "temperature", temperature);
  if (sink !== undefined && (typeof sink !== "number" || Number.isNaN(sink))) expectShaped(caller, "sink", sink);
  return (<U extends Value>(scores: U | Tensor): U => {
    shapes(caller, { scores: [scores, "… n m"] });
    const logit = typeof sink === "number" ? full([], sink, dtypeOf(scores)) : sink;
    if (logit !== undefined) {
      expectSameDType(caller, "sink", logit, scores.dtype, "scores");
      expectBroadcasts(caller, "sink", logit.shape, [...scores.shape.slice(0, -1), 1]);
    }
    const tempered = (by: Value | number): Value =>
      divide<Value>(scores, scaleBeside(caller, "temperature", by, scores, "scores"));
    const divided = temperature === undefined ? scores : tempered(temperature);
    return apply(logit === undefined ? [divided] : [divided, logit]) as U;
  }) as Normalizer<Value>;
}
