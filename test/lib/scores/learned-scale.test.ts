import { describe, expect, test } from "vitest";
import {
  grad,
  largestDifference,
  ops,
  type Score,
  scores,
  type Tensor,
  tensor,
  toArray,
  type Value,
} from "../../../lib/index.ts";
import { sample } from "../samples.ts";

const [q, k] = [sample([3, 5]), sample([7, 5], 2)];

describe("a learned scale", () => {
  const withScale: readonly [call: string, learned: (s: Value) => Score<Value>, fixed: (s: number) => Score][] = [
    ["scaledDot({ scale })", (scale) => scores.scaledDot<Value>({ scale }), (scale) => scores.scaledDot({ scale })],
    [
      "cosine({ temperature })",
      (temperature) => scores.cosine<Value>({ temperature }),
      (temperature) => scores.cosine({ temperature }),
    ],
    [
      "negativeSquaredDistance({ bandwidth })",
      (bandwidth) => scores.negativeSquaredDistance<Value>({ bandwidth }),
      (bandwidth) => scores.negativeSquaredDistance({ bandwidth }),
    ],
  ];

  test.each(withScale)("of scores.%s of any rank gives what the number gives", (_, learned, fixed) => {
    for (const shape of [[], [1], [1, 1, 1, 1]]) {
      const found = learned(tensor([1.7], shape))(q, k) as Tensor;
      expect(found.shape).toEqual([3, 7]);
      expect(largestDifference(found, fixed(1.7)(q, k))).toBe(0);
    }
  });

  test.each(withScale)("of scores.%s has the derivative by that number", (_, learned, fixed) => {
    const at = (s: number) => toArray(ops.sum(fixed(s)(q, k))) as number;
    const h = 1e-5;
    const derivative = grad((s) => ops.sum<Value>(learned(s)<Value>(q, k)))(tensor(1.7));
    expect(toArray(derivative)).toBeCloseTo((at(1.7 + h) - at(1.7 - h)) / (2 * h), 6);
  });
});
