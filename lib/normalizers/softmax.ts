import { operation } from "../autodiff/operation.ts";
import type { Value } from "../autodiff/variable.ts";
import { chain } from "../ops/chain.ts";
import { divide, subtract, sum } from "../ops/index.ts";
import { expectScale, scaleBeside } from "../ops/scale.ts";
import { expectObject } from "../tensor/argument-error.ts";
import { elements } from "../tensor/elements.ts";
import { shapes } from "../tensor/shapes.ts";
import { allocate, dtypeOf, type Floats, type Tensor, wrap } from "../tensor/tensor.ts";
import type { Normalizer } from "./normalizer.ts";

const apply = operation({
  forward([scores]) {
    const x = elements(scores);
    const out = allocate(x.length, dtypeOf(scores));
    const length = scores.shape[scores.shape.length - 1];
    for (let start = 0; start < x.length; start += length) softmaxRow(x, out, start, start + length);
    return wrap(out, [...scores.shape]);
  },
  // y = softmax(x): x̄ = y ⊙ (ȳ − Σ y ȳ). Where y is 0 nothing passes, even if ȳ is NaN there.
  backward(cotangent, _, __, y) {
    const along = sum<Value>(chain(y, cotangent), { axis: -1, keepDims: true });
    return chain(y, subtract<Value>(cotangent, along));
  },
});

function softmaxRow(x: Floats, out: Floats, start: number, end: number): void {
  let max = Number.NEGATIVE_INFINITY;
  for (let j = start; j < end; j++) max = Math.max(max, x[j]);
  if (max === Number.NEGATIVE_INFINITY) return; // fully masked: the row stays zero
  let total = 0;
  for (let j = start; j < end; j++) total += out[j] = Math.exp(x[j] - max);
  for (let j = start; j < end; j++) out[j] /= total;
}

/**
 * Softmax: wᵢⱼ = e^(sᵢⱼ/τ) / Σₗ e^(sᵢₗ/τ), each row by itself, with temperature τ (default 1).
 *
 * τ → 0 gives all weight to the highest score, τ → ∞ the same weight to all. The row's maximum is subtracted first,
 * so that nothing overflows. A fully masked row gives zeros; a NaN makes its own row NaN. The temperature may be a
 * learned parameter.
 *
 * @throws ArgumentError when `temperature` is not above 0; the normaliser itself, when the scores are not […, n, m].
 */
export function softmax(options?: { readonly temperature?: number | Tensor }): Normalizer;
export function softmax<T extends Value>(options: { readonly temperature?: number | T }): Normalizer<T>;
export function softmax(options: { readonly temperature?: number | Value } = {}): Normalizer<Value> {
  expectObject("normalizers.softmax", "options", options);
  const { temperature } = options;
  if (temperature !== undefined) expectScale("normalizers.softmax", "temperature", temperature);
  return (<U extends Value>(scores: U | Tensor): U => {
    shapes("normalizers.softmax", { scores: [scores, "… n m"] });
    if (temperature === undefined) return apply([scores]) as U;
    const divisor = scaleBeside("normalizers.softmax", "temperature", temperature, scores, "scores");
    return apply([divide<Value>(scores, divisor)]) as U;
  }) as Normalizer<Value>;
}
