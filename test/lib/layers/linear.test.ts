import { describe, expect, test } from "vitest";
import { layers, random, tensor, toArray } from "../../../lib/index.ts";
import { noTensor, refuses, wrong } from "../refuses.ts";
import { sample } from "../samples.ts";

const { linear, initialiseLinear } = layers;

describe("layers.linear(params, x)", () => {
  const W = tensor([
    [1, 2, 3],
    [10, 20, 30],
  ]);

  test("is x·W + b, for any leading axes", () => {
    const b = tensor([100, 200, 300]);
    expect(toArray(linear({ W, b }, tensor([1, 2])))).toEqual([121, 242, 363]);
    expect(toArray(linear({ W }, tensor([[[1, 2]], [[3, 0]]])))).toEqual([[[21, 42, 63]], [[3, 6, 9]]]);
  });

  refuses([
    ...noTensor("layers.linear: x", (x) => linear({ W }, x)),
    ...noTensor("layers.linear: W", (x) => linear({ W: x }, sample([5, 2]))),
    ["layers.linear: params has value undefined, expected an object", () => linear(wrong(undefined), sample([5, 2]))],
    [
      "layers.linear: W has shape [2, 3], expected [d_in, d_out] with d_in = 5 (from x)",
      () => linear({ W }, sample([5])),
    ],
    [
      "layers.linear: b has shape [2], expected [d_out] with d_out = 3 (from W)",
      () => linear({ W, b: sample([2]) }, sample([7, 2])),
    ],
    [
      "layers.linear: W has dtype float64, expected float32 (from x)",
      () => linear({ W }, sample([7, 2], 1, "float32")),
    ],
  ]);
});

describe("layers.initialiseLinear(random, sizes, dtype)", () => {
  test("draws weights uniform in ±1/√input, and biases of 0", () => {
    const { W, b } = initialiseLinear(random(1), { input: 100, output: 70 });
    expect([W.shape, toArray(b!)]).toEqual([[100, 70], Array(70).fill(0)]);
    const numbers = Array.from(W.data);
    expect(Math.max(...numbers.map(Math.abs))).toBeLessThanOrEqual(0.1);
    expect(Math.max(...numbers)).toBeGreaterThan(0.099);
    expect(Math.min(...numbers)).toBeLessThan(-0.099);
    expect(Math.abs(numbers.reduce((a, x) => a + x, 0) / numbers.length)).toBeLessThan(0.003);
  });

  test("has no bias if none is wanted, and the dtype asked for", () => {
    const params = initialiseLinear(random(1), { input: 3, output: 2, bias: false }, "float32");
    expect([Object.keys(params), params.W.dtype]).toEqual([["W"], "float32"]);
  });

  refuses([
    [
      "layers.initialiseLinear: input has value 0, expected a whole number, at least 1",
      () => initialiseLinear(random(1), { input: 0, output: 2 }),
    ],
    [
      "layers.initialiseLinear: output has value 1.5, expected a whole number, at least 1",
      () => initialiseLinear(random(1), { input: 3, output: 1.5 }),
    ],
    [
      'layers.initialiseLinear: sizes has key "heads", expected only input, output, bias',
      () => initialiseLinear(random(1), wrong({ input: 3, output: 1, heads: 2 })),
    ],
  ]);
});
