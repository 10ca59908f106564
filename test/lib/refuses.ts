import ndarray from "ndarray";
import { expect, test } from "vitest";
import { ArgumentError, masks, zeros } from "../../lib/index.ts";

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
  [{ shape: [2, 3], dtype: "float64" }, "type object, expected a tensor"],
  [{ shape: [2, 3], dtype: "float64", value: null }, "type object, expected a tensor"],
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

/** Refusals of what is no whole number, or one below `least`. */
export function noInteger(argument: string, least: number, call: (x: never) => unknown): Refusal[] {
  const below: [unknown, string][] = least === Number.MIN_SAFE_INTEGER ? [] : [[least - 1, `value ${least - 1}`]];
  const expected = below.length === 0 ? "a whole number" : `a whole number, at least ${least}`;
  const values: [unknown, string][] = [
    ...below,
    [0.5, "value 0.5"],
    [Number.NaN, "value NaN"],
    [Number.POSITIVE_INFINITY, "value Infinity"],
    ["2", 'value "2"'],
    [null, "value null"],
    [[2], "type array"],
  ];
  return values.map(([value, has]) => [`${argument} has ${has}, expected ${expected}`, () => call(wrong(value))]);
}

/** Refusals of what is no finite number above 0. */
export function noPositive(argument: string, call: (x: never) => unknown): Refusal[] {
  return [0, -1, Number.NaN, Number.POSITIVE_INFINITY].map((value) => [
    `${argument} has value ${value}, expected a finite number above 0`,
    () => call(wrong(value)),
  ]);
}

/** Refusals of what is no scale: a number above 0, or a tensor of one element, of the dtype of the argument `by`. */
export function noScale(argument: string, by: string, call: (x: never) => unknown): Refusal[] {
  return [
    ...noPositive(argument, call),
    ...noTensor(argument, call, [3, undefined]),
    [`${argument} has shape [2], expected one number`, () => call(wrong(zeros([2])))],
    [`${argument} has shape [0], expected one number`, () => call(wrong(zeros([0])))],
    [`${argument} has dtype float32, expected float64 (from ${by})`, () => call(wrong(zeros([], "float32")))],
  ];
}

/** Refusals of what is no object, and of a key that is not `known`: a misspelt option would be silently ignored. */
export function noOptions(argument: string, known: readonly string[], call: (x: never) => unknown): Refusal[] {
  return [
    [`${argument} has value null, expected an object`, () => call(wrong(null))],
    [`${argument} has value 2, expected an object`, () => call(wrong(2))],
    [`${argument} has value "a", expected an object`, () => call(wrong("a"))],
    [`${argument} has key "misspelt", expected only ${known.join(", ")}`, () => call(wrong({ misspelt: 1 }))],
  ];
}

/** Refusals of what is neither true nor false. */
export function noBoolean(argument: string, call: (x: never) => unknown): Refusal[] {
  return [
    [`${argument} has value 1, expected true or false`, () => call(wrong(1))],
    [`${argument} has value "no", expected true or false`, () => call(wrong("no"))],
    [`${argument} has type function, expected true or false`, () => call(wrong(() => true))],
  ];
}

/** Refusals of what is no dtype. */
export function noDType(argument: string, call: (x: never) => unknown): Refusal[] {
  return [
    [`${argument} has value "float16", expected "float64" or "float32"`, () => call(wrong("float16"))],
    [`${argument} has value null, expected "float64" or "float32"`, () => call(wrong(null))],
  ];
}

/** Refusals of what is no dropout. */
export function noDropout(caller: string, call: (x: never) => unknown): Refusal[] {
  const rate = "expected a number in [0, 1)";
  const seed = "expected a whole number from 0 to 4294967295";
  const of = (dropout: unknown) => () => call(wrong(dropout));
  return [
    ...noOptions(`${caller}: dropout`, ["rate", "seed"], call),
    [`${caller}: dropout.rate has value 1, ${rate}`, of({ rate: 1, seed: 1 })],
    [`${caller}: dropout.rate has value -0.1, ${rate}`, of({ rate: -0.1, seed: 1 })],
    [`${caller}: dropout.rate has value NaN, ${rate}`, of({ rate: Number.NaN, seed: 1 })],
    [`${caller}: dropout.rate has value "0.5", ${rate}`, of({ rate: "0.5", seed: 1 })],
    [`${caller}: dropout.seed has value undefined, ${seed}`, of({ rate: 0.1 })],
    [`${caller}: dropout.seed has value 0.5, ${seed}`, of({ rate: 0.1, seed: 0.5 })],
  ];
}

/** Refusals of what is no mask for scores of shape [2, 5]. */
export function noMask(caller: string, call: (x: never) => unknown): Refusal[] {
  const kind = "expected a Mask or an ndarray of Uint8Array";
  const bits = (...shape: number[]) => ndarray(new Uint8Array(shape.reduce((size, length) => size * length, 1)), shape);
  const of = (mask: unknown) => () => call(wrong(mask));
  return [
    [`${caller}: mask has value null, ${kind}`, of(null)],
    [`${caller}: mask has value true, ${kind}`, of(true)],
    [`${caller}: mask has value "causal", ${kind}`, of("causal")],
    [`${caller}: mask has type function, ${kind}`, of(masks.causal)],
    [`${caller}: mask has type object, ${kind}`, of(zeros([2, 5]))],
    [`${caller}: mask has type object, ${kind}`, of({ data: new Uint8Array(10) })],
    [`${caller}: mask has type array, ${kind}`, of([[1, 0]])],
    [`${caller}: mask has shape [5], expected […, n, m]`, of(bits(5))],
  ];
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
