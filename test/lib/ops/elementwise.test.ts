import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { grad, ops, tensor, toArray } from "../../../lib/index.ts";

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

const functions = [
  ["negate", ops.negate, (x: number) => -x, () => -1],
  ["exp", ops.exp, Math.exp, Math.exp],
  ["log", ops.log, Math.log, (x: number) => 1 / x],
  ["sqrt", ops.sqrt, Math.sqrt, (x: number) => 0.5 / Math.sqrt(x)],
  ["square", ops.square, (x: number) => x ** 2, (x: number) => 2 * x],
  ["abs", ops.abs, Math.abs, Math.sign],
  ["sign", ops.sign, Math.sign, () => 0],
  ["tanh", ops.tanh, Math.tanh, (x: number) => 1 / Math.cosh(x) ** 2],
  ["sigmoid", ops.sigmoid, (x: number) => (1 + Math.tanh(x / 2)) / 2, (x: number) => 1 / (2 + 2 * Math.cosh(x))],
  ["softplus", ops.softplus, (x: number) => Math.log(1 + Math.exp(x)), (x: number) => (1 + Math.tanh(x / 2)) / 2],
  ["relu", ops.relu, (x: number) => Math.max(x, 0), (x: number) => Number(x > 0)],
] as const;

describe.each(functions)("ops.%s(x)", (_, f, value, derivative) => {
  test("is the function, with its derivative, at every number", () => {
    const numbers = fc.double({ min: 0.01, max: 20, noNaN: true });
    const signed = fc
      .tuple(numbers, fc.boolean())
      .map(([x, negative]) => (negative && f !== ops.log && f !== ops.sqrt ? -x : x));
    fc.assert(
      fc.property(signed, (x) => {
        const exact = value(x);
        const slope = derivative(x);
        expect(Math.abs((toArray(f(tensor(x))) as number) - exact)).toBeLessThanOrEqual(
          1e-15 * Math.max(1, Math.abs(exact)),
        );
        expect(Math.abs((toArray(grad((y) => f(y))(tensor(x))) as number) - slope)).toBeLessThanOrEqual(
          1e-13 * Math.max(1, Math.abs(slope)),
        );
      }),
    );
  });

  test("turns NaN into NaN", () => {
    expect(toArray(f(tensor([nan, 1])))).toEqual([nan, value(1)]);
  });
});

test("ops.sigmoid(x) does not overflow", () => {
  expect(toArray(ops.sigmoid(tensor([-1e308, -infinity, 0, infinity])))).toEqual([0, 0, 0.5, 1]);
  expect(toArray(ops.sigmoid(tensor(-700)))).toBe(Math.exp(-700));
});

test("ops.softplus(x) neither overflows nor cancels", () => {
  expect(toArray(ops.softplus(tensor([-1e308, -infinity, 1e308, infinity])))).toEqual([0, 0, 1e308, infinity]);
  expect(toArray(ops.softplus(tensor([-40, 40])))).toEqual([Math.exp(-40), 40]);
});

test("ops.abs(x) and ops.relu(x) have derivative 0 at 0", () => {
  expect(toArray(grad((x) => ops.abs(x))(tensor(0)))).toBe(0);
  expect(toArray(grad((x) => ops.relu(x))(tensor(0)))).toBe(0);
});

test("ops.log(0) is −∞ and ops.log(−1) NaN", () => {
  expect(toArray(ops.log(tensor([0, -1])))).toEqual([-infinity, nan]);
});
