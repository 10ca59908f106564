import type { Value } from "../autodiff/variable.ts";
import { ArgumentError, expectPositive } from "../tensor/argument-error.ts";
import { expectSameDType, expectShaped } from "../tensor/shapes.ts";
import { sizeOf } from "../tensor/tensor.ts";
import { reshape } from "./reshape.ts";

/** Throw unless `value` is a number above zero, or a tensor of one element (a learned parameter). */
export function expectScale(caller: string, argument: string, value: unknown): void {
  if (typeof value === "number") {
    expectPositive(caller, argument, value);
    return;
  }
  expectShaped(caller, argument, value);
  if (sizeOf(value.shape) !== 1) {
    throw new ArgumentError(caller, argument, `shape [${value.shape.join(", ")}]`, "one number");
  }
}

/**
 * A scale as an operand beside `like`: a learned one as a scalar, whose axes add none to the result.
 *
 * @throws ArgumentError when it has not the dtype of `like`; `by` says which argument that is.
 */
export function scaleBeside(
  caller: string,
  argument: string,
  scale: Value | number,
  like: Value,
  by: string,
): Value | number {
  if (typeof scale === "number") return scale;
  expectSameDType(caller, argument, scale, like.dtype, by);
  return reshape<Value>(scale, []);
}
