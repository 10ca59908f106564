import ndarray from "ndarray";
import { expect, test } from "vitest";
import { ArgumentError } from "../../lib/index.ts";

/** A wrong call, and all of its message. */
export type Refusal = readonly [message: string, call: () => unknown];

/** What is no tensor, and what a message says of it. */
export const notTensors: readonly [value: unknown, complaint: string][] = [
  [null, "value null, expected a tensor"],
  [undefined, "value undefined, expected a tensor"],
  [3, "value 3, expected a tensor"],
  [true, "value true, expected a tensor"],
  ["a", 'value "a", expected a tensor'],
  [[1, 2], "type array, expected a tensor"],
  [{}, "type object, expected a tensor"],
  [() => 1, "type function, expected a tensor"],
  [10n, "type bigint, expected a tensor"],
  [new Float64Array(2), "type object, expected a tensor"],
  [ndarray(new Int32Array(6), [2, 3]), "dtype int32, expected float64 or float32"],
  [ndarray(new Uint8Array(6), [2, 3]), "dtype uint8, expected float64 or float32"],
  [ndarray([1, 2]), "dtype array, expected float64 or float32"],
];

/** Refusals of everything that is no tensor: `argument` names function and argument, as in `ops.add: a`. */
export function noTensor(argument: string, call: (x: never) => unknown, except: readonly unknown[] = []): Refusal[] {
  return notTensors
    .filter(([value]) => !except.includes(value))
    .map(([value, complaint]) => [`${argument} has ${complaint}`, () => call(value as never)]);
}

/** One test for each wrong call: the error's class and its message, word for word. */
export function refuses(refusals: readonly Refusal[]): void {
  test.each(refusals.map(([message, call]) => ({ message, call })))("$message", ({ message, call }) => {
    let error: unknown;
    try {
      call();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(ArgumentError);
    expect((error as Error).name).toBe("ArgumentError");
    expect((error as Error).message).toBe(message);
  });
}

/** Any value where TypeScript asks for another. */
export const wrong = (value: unknown): never => value as never;
