import { ArgumentError, describe, expectOptions } from "./argument-error.ts";
import { elements } from "./elements.ts";
import { expectTensor } from "./shapes.ts";
import type { Tensor } from "./tensor.ts";

/**
 * max |aᵢ − bᵢ|, the largest difference between two tensors of one shape.
 *
 * Equal infinities, and NaN beside NaN, differ by 0; NaN beside a number gives NaN, so that no bound holds for it.
 *
 * @example
 * ```ts
 * largestDifference(tensor([1, 2, 3]), tensor([1, 2.5, 3])); // 0.5
 * ```
 *
 * @throws ArgumentError when an argument is not a tensor, or the shapes differ.
 */
export function largestDifference(a: Tensor, b: Tensor): number {
  expectTensor("largestDifference", "a", a);
  expectTensor("largestDifference", "b", b);
  if (a.shape.join() !== b.shape.join()) {
    const wanted = `[${a.shape.join(", ")}] (from a)`;
    throw new ArgumentError("largestDifference", "b", `shape [${b.shape.join(", ")}]`, wanted);
  }
  const x = elements(a);
  const y = elements(b);
  let largest = 0;
  for (let i = 0; i < x.length; i++) {
    if (Object.is(x[i], y[i]) || x[i] === y[i]) continue;
    const difference = Math.abs(x[i] - y[i]);
    if (!(difference <= largest)) largest = difference;
    if (Number.isNaN(largest)) return largest;
  }
  return largest;
}

/** How far apart two numbers may lie: |a − b| ≤ absolute + relative · |b|. */
export interface Tolerance {
  readonly absolute?: number;
  readonly relative?: number;
}

/**
 * Do all elements satisfy |aᵢ − bᵢ| ≤ absolute + relative · |bᵢ|? Tensors of different shape are not close.
 *
 * NaN is close to nothing; infinities are close when equal. Defaults: absolute 1e-12, relative 1e-12.
 *
 * @example
 * ```ts
 * allClose(tensor([1, 2]), tensor([1, 2 + 1e-15])); // true
 * allClose(tensor([1, 2]), tensor([1, 2.1]), { absolute: 0.01 }); // false
 * ```
 *
 * @throws ArgumentError when `a` or `b` is not a tensor, or a tolerance is not a number, at least 0.
 */
export function allClose(a: Tensor, b: Tensor, tolerance: Tolerance = {}): boolean {
  expectTensor("allClose", "a", a);
  expectTensor("allClose", "b", b);
  expectOptions("allClose", tolerance, ["absolute", "relative"], "tolerance");
  const { absolute = 1e-12, relative = 1e-12 } = tolerance;
  expectTolerance("tolerance.absolute", absolute);
  expectTolerance("tolerance.relative", relative);
  if (a.shape.join() !== b.shape.join()) return false;
  const x = elements(a);
  const y = elements(b);
  const close = (value: number, bound: number): boolean =>
    value === bound || (Number.isFinite(bound) && Math.abs(value - bound) <= absolute + relative * Math.abs(bound));
  return x.every((value, i) => close(value, y[i]));
}

function expectTolerance(argument: string, value: unknown): void {
  if (!(typeof value === "number" && value >= 0)) {
    throw new ArgumentError("allClose", argument, describe(value), "a number, at least 0");
  }
}
