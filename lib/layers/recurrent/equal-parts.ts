import type { Value } from "../../autodiff/variable.ts";
import { slice } from "../../ops/index.ts";

/**
 * `x` cut along an axis into `count` equal parts.
 *
 * By halves, and halves of halves: the gradient of a part is padded with zeros to the length of what it was cut from,
 * so that parts cut one by one would cost count² in all, and these cost count·log₂ count.
 */
export function equalParts(x: Value, axis: number, count: number): Value[] {
  if (count === 1) return [x];
  const half = count >> 1;
  const length = x.shape[axis];
  const middle = (length / count) * half;
  return [
    ...equalParts(slice<Value>(x, { axis, from: 0, to: middle }), axis, half),
    ...equalParts(slice<Value>(x, { axis, from: middle, to: length }), axis, count - half),
  ];
}
