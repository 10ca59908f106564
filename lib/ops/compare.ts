import ndarray, { type NdArray } from "ndarray";
import { tensorOf, type Value } from "../autodiff/variable.ts";
import { ArgumentError, describe } from "../tensor/argument-error.ts";
import { elements } from "../tensor/elements.ts";
import { expectShaped } from "../tensor/shapes.ts";

function compare(name: string, test: (x: number, bound: number) => boolean) {
  return (x: Value, bound: number): NdArray<Uint8Array> => {
    expectShaped(`ops.${name}`, "x", x);
    if (typeof bound !== "number") throw new ArgumentError(`ops.${name}`, "bound", describe(bound), "a number");
    const data = elements(tensorOf(x));
    const holds = new Uint8Array(data.length);
    for (let i = 0; i < holds.length; i++) holds[i] = Number(test(data[i], bound));
    return ndarray(holds, [...x.shape]);
  };
}

/**
 * A condition for `where`: 1 where x ≤ bound.
 *
 * @example
 * ```ts
 * ops.lessEqual(tensor([1, 2, 3]), 2).data; // [1, 1, 0]
 * ```
 *
 * @throws ArgumentError when `x` is not a tensor, or `bound` not a number.
 */
export const lessEqual: (x: Value, bound: number) => NdArray<Uint8Array> = compare("lessEqual", (x, b) => x <= b);

/**
 * A condition for `where`: 1 where x = bound.
 *
 * @example
 * ```ts
 * ops.equal(tensor([1, 2, 3]), 2).data; // [0, 1, 0]
 * ```
 *
 * @throws ArgumentError when `x` is not a tensor, or `bound` not a number.
 */
export const equal: (x: Value, bound: number) => NdArray<Uint8Array> = compare("equal", (x, b) => x === b);
