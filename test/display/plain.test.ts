import { expect, test } from "vitest";
import { plainFigure } from "../../tools/display/plain.ts";

const plain = (value: unknown): unknown => plainFigure({ data: [{ value }] }).data[0]!.value;

test("plainFigure(figure) rounds the numbers of an array to five digits", () => {
  expect(plain([10 / 3, 1e-9 / 3, -2000.12345, 0.5])).toEqual([3.3333, 3.3333e-10, -2000.1, 0.5]);
  expect(plain([[1 / 3], [2 / 3]])).toEqual([[0.33333], [0.66667]]);
});

test("plainFigure(figure) keeps integers, and neighbours apart", () => {
  expect(plain([123456, 1234567])).toEqual([123456, 1234567]);
  expect(plain([1000.011, 1000.012, 1000.013])).toEqual([1000.011, 1000.012, 1000.013]);
});

test("plainFigure(figure) turns typed arrays into arrays, and what JSON cannot hold into null", () => {
  expect(plain(new Float32Array([0.1, Number.NaN]))).toEqual([0.1, null]);
  expect(plain([Infinity, -Infinity, 1])).toEqual([null, null, 1]);
  expect(plain(Number.NaN)).toBe(null);
  expect(plain(["a", 1 / 3, null])).toEqual(["a", 1 / 3, null]);
});

test("plainFigure(figure) leaves its input as it was", () => {
  const figure = Object.freeze({ data: [Object.freeze({ x: Object.freeze([1 / 3]) })] });
  expect(plainFigure(figure)).toEqual({ data: [{ x: [0.33333] }] });
  expect(figure.data[0]!.x).toEqual([1 / 3]);
});
