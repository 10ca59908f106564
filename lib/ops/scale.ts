import { ArgumentError, expectPositive } from "../tensor/argument-error.ts";
import { expectShaped } from "../tensor/shapes.ts";
import { sizeOf } from "../tensor/tensor.ts";

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
