import { expect, test } from "vitest";
import { quantity } from "../../../tools/runner/report/quantity.ts";

test.each([
  [0, "0"],
  [507, "507"],
  [-0.123456, "−0.123"],
  [2.220446049250313e-16, "2.22 × 10<sup>−16</sup>"],
  [1e-12, "10<sup>−12</sup>"],
  [-1e-12, "−10<sup>−12</sup>"],
  [5e-4, "5 × 10<sup>−4</sup>"],
  [-2.5e21, "−2.5 × 10<sup>21</sup>"],
  ["NaN", "NaN"],
  [true, "true"],
  ["<b>", "&lt;b&gt;"],
])("quantity(%s) is %s", (value, expected) => {
  expect(quantity(value).markup).toBe(expected);
});

test("quantity(value, others) keeps the digits that show on which side of another value it lies", () => {
  expect(quantity(0.50001, [0.5]).markup).toBe("0.50001");
  expect(quantity(0.50001, [0.6]).markup).toBe("0.5");
});
