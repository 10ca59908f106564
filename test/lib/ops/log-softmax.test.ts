import { describe, expect, test } from "vitest";
import { grad, ops, tensor, toArray, type Variable } from "../../../lib/index.ts";
import { sample } from "../samples.ts";

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

describe("ops.logSoftmax(x)", () => {
  test("is x − ln Σ eˣ along the last axis", () => {
    const x = sample([2, 3, 5]);
    const sums = ops.logSumExp(x, { axis: -1, keepDims: true });
    const difference = ops.subtract(ops.logSoftmax(x), ops.subtract(x, sums));
    expect(Math.max(...ops.abs(difference).data)).toBeLessThan(1e-15);
  });

  test("neither overflows nor rounds a clear winner to 0", () => {
    expect(toArray(ops.logSoftmax(tensor([1000, 0, -1e308])))).toEqual([0, -1000, -1e308]);
    expect(toArray(ops.logSoftmax(tensor([0, 40])))).toEqual([-40, -Math.exp(-40)]);
  });

  test("leaves −∞ as it is, also where there is nothing else", () => {
    expect(toArray(ops.logSoftmax(tensor([-infinity, 0, 0])))).toEqual([-infinity, -Math.log(2), -Math.log(2)]);
    expect(toArray(ops.logSoftmax(tensor([-infinity, -infinity])))).toEqual([-infinity, -infinity]);
  });

  test("keeps NaN in its row, and what has no influence without gradient", () => {
    for (const row of [
      [nan, 0],
      [0, nan],
      [nan, -infinity],
      [-infinity, nan],
    ]) {
      const x = tensor([row, [0, 0]]);
      expect(toArray(ops.logSoftmax(x))).toEqual([
        [nan, nan],
        [-Math.log(2), -Math.log(2)],
      ]);
      const second = (y: Variable) => ops.sum(ops.slice(ops.logSoftmax(y), { axis: 0, from: 1, to: 2 }));
      expect(toArray(grad(second)(x))).toEqual([
        [0, 0],
        [0, 0],
      ]);
    }
  });
});
