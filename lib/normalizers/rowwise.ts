import { operation } from "../autodiff/operation.ts";
import type { Value } from "../autodiff/variable.ts";
import { elements } from "../tensor/elements.ts";
import { shapes } from "../tensor/shapes.ts";
import { allocate, dtypeOf, type Floats, type Tensor, wrap } from "../tensor/tensor.ts";
import type { Normalizer } from "./normalizer.ts";

/**
 * A normaliser from what it does to one row, and its vector–Jacobian product in terms of its own weights.
 *
 * `row` reads scores and writes weights; it never sees a row of nothing but −∞, whose weights stay 0, nor one with a
 * NaN, whose weights are NaN.
 */
export function rowwise(
  name: string,
  row: (scores: Floats, weights: Floats) => void,
  product: (cotangent: Value, weights: Value) => Value,
): Normalizer {
  const apply = operation({
    forward([scores]) {
      const x = elements(scores);
      const out = allocate(x.length, dtypeOf(scores));
      const length = scores.shape[scores.shape.length - 1];
      for (let start = 0; start < x.length; start += length) {
        const [from, to] = [x.subarray(start, start + length), out.subarray(start, start + length)];
        if (from.some(Number.isNaN)) to.fill(Number.NaN);
        else if (from.some((score) => score !== Number.NEGATIVE_INFINITY)) row(from, to);
      }
      return wrap(out, [...scores.shape]);
    },
    backward: (cotangent, _, __, weights) => product(cotangent, weights),
  });
  return <T extends Value>(scores: T | Tensor): T => {
    shapes(`normalizers.${name}`, { scores: [scores, "… n m"] });
    return apply([scores]) as T;
  };
}

/** The highest score of a row; of equals, the first stands where `indexOf` finds it. */
export function highest(scores: Floats): number {
  let max = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < scores.length; j++) max = Math.max(max, scores[j]);
  return max;
}
