import { ArgumentError } from "./argument-error.ts";
import { elements } from "./elements.ts";
import { expectShaped } from "./shapes.ts";
import type { Tensor } from "./tensor.ts";

function sameShape(caller: string, a: Tensor, b: Tensor): void {
  expectShaped(caller, "a", a);
  expectShaped(caller, "b", b);
  if (a.shape.join() !== b.shape.join()) {
    throw new ArgumentError(caller, "b", `shape [${b.shape.join(", ")}]`, `[${a.shape.join(", ")}] (from a)`);
  }
}

/**
 * max |aᵢ − bᵢ|, the largest difference between two tensors of one shape.
 *
 * Equal infinities, and NaN beside NaN, differ by 0; NaN beside a number gives NaN, so that no bound holds for it.
 *
 * @throws ArgumentError when the shapes differ.
 */
export function largestDifference(a: Tensor, b: Tensor): number {
  sameShape("largestDifference", a, b);
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
 */
export function allClose(a: Tensor, b: Tensor, { absolute = 1e-12, relative = 1e-12 }: Tolerance = {}): boolean {
  expectShaped("allClose", "a", a);
  expectShaped("allClose", "b", b);
  if (a.shape.join() !== b.shape.join()) return false;
  const x = elements(a);
  const y = elements(b);
  return x.every((value, i) => value === y[i] || Math.abs(value - y[i]) <= absolute + relative * Math.abs(y[i]));
}
