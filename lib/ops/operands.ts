import type { Value } from "../autodiff/variable.ts";
import { ArgumentError } from "../tensor/argument-error.ts";
import { broadcastShapes } from "../tensor/broadcast.ts";
import { full } from "../tensor/create.ts";
import { expectSameDType, expectShaped } from "../tensor/shapes.ts";
import { dtypeOf } from "../tensor/tensor.ts";

/**
 * The two operands of a function that broadcasts: a number becomes a scalar of the other's dtype.
 *
 * @throws ArgumentError when both are numbers, one is not a tensor, or dtypes differ.
 */
export function operands(caller: string, a: Value | number, b: Value | number): [Value, Value] {
  const like = typeof a === "number" ? b : a;
  expectShaped(caller, typeof a === "number" ? "b" : "a", like);
  const [x, y] = [a, b].map((value) => (typeof value === "number" ? full([], value, dtypeOf(like)) : value));
  expectShaped(caller, "b", y);
  expectSameDType(caller, "b", y, x.dtype, "a");
  return [x, y];
}

/**
 * The shape that `shape` and that of a further argument broadcast to.
 *
 * @throws ArgumentError when they do not; `from` says where `shape` comes from.
 */
export function commonShape(
  caller: string,
  shape: readonly number[],
  from: string,
  argument: string,
  value: { readonly shape: readonly number[] },
): number[] {
  const common = broadcastShapes(shape, value.shape);
  if (common !== undefined) return common;
  const wanted = `one that broadcasts with [${shape.join(", ")}] (from ${from})`;
  throw new ArgumentError(caller, argument, `shape [${value.shape.join(", ")}]`, wanted);
}
