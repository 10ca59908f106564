import { expect, test } from "vitest";
import { formatValue } from "../../tools/display/format-value.ts";

const table: [number | string | boolean, string][] = [
  [0, "0"],
  [-0, "0"],
  [507, "507"],
  [123456, "123456"],
  [1e6, "1e+6"],
  [2_340_000, "2.3e+6"],
  [0.1234567, "0.123"],
  [12.3456, "12.3"],
  [-999.96, "-1000"],
  [1234.56, "1235"],
  [0.00012345, "1.2e-4"],
  [2e-16, "2e-16"],
  [Number.NaN, "NaN"],
  [-Infinity, "-Infinity"],
  ["text", "text"],
  [true, "true"],
];
for (const [value, text] of table)
  test(`formatValue(${JSON.stringify(value)}) is ${text}`, () => expect(formatValue(value)).toBe(text));
