import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { largestDifference, layers, ops, random, type Tensor, tensor, toArray } from "../../../../lib/index.ts";
import { noTensor, refuses, wrong } from "../../refuses.ts";
import { sample } from "../../samples.ts";

const { conv2d, initialiseConv2d } = layers;

/** Every number of a convolution by the definition, as six loops. */
function convolution(W: Tensor, b: Tensor, x: Tensor, stride: number[], padding: number[]): Tensor {
  const [F, C, rows, columns] = W.shape as [number, number, number, number];
  const [N, , H, width] = x.shape as [number, number, number, number];
  const steps = (length: number, size: number, axis: number) =>
    Array.from({ length: Math.floor((length + 2 * padding[axis]! - size) / stride[axis]!) + 1 }, (_, i) => i);
  const pixel = (n: number, c: number, y: number, x0: number) =>
    y < 0 || y >= H || x0 < 0 || x0 >= width ? 0 : x.get(n, c, y, x0);
  const at = (n: number, f: number, y: number, x0: number) => {
    let sum = b.get(f);
    for (let c = 0; c < C; c++)
      for (let i = 0; i < rows; i++)
        for (let j = 0; j < columns; j++)
          sum += W.get(f, c, i, j) * pixel(n, c, y * stride[0]! + i - padding[0]!, x0 * stride[1]! + j - padding[1]!);
    return sum;
  };
  const all = (length: number) => Array.from({ length }, (_, i) => i);
  return tensor(
    all(N).map((n) =>
      all(F).map((f) => steps(H, rows, 0).map((y) => steps(width, columns, 1).map((x0) => at(n, f, y, x0)))),
    ),
  );
}

describe("layers.conv2d(params, x, { stride, padding })", () => {
  test("slides a kernel over the image, without mirroring it", () => {
    const x = tensor([
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
    ]);
    const W = tensor([[[[1, 10]]]]);
    expect(toArray(conv2d({ W }, x))).toEqual([
      [
        [21, 32],
        [54, 65],
      ],
    ]);
    expect(toArray(conv2d({ W }, x, { stride: 2 }))).toEqual([[[21]]]);
    expect(toArray(conv2d({ W, b: tensor([100]) }, x, { padding: [0, 1] }))).toEqual([
      [
        [110, 121, 132, 103],
        [140, 154, 165, 106],
      ],
    ]);
  });

  test("is its definition, for random sizes, strides and paddings", () => {
    const pair = (min: number, max: number) => fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));
    const sizes = fc.record({
      ...{ N: fc.constantFrom(1, 2), C: fc.constantFrom(1, 3), F: fc.constantFrom(1, 2, 5) },
      ...{ kernel: pair(1, 4), image: pair(4, 7), stride: pair(1, 3), padding: pair(0, 3) },
    });
    fc.assert(
      fc.property(sizes, ({ N, C, F, kernel, image, stride, padding }) => {
        const [W, b, x] = [sample([F, C, ...kernel], 1), sample([F], 2), sample([N, C, ...image], 3)];
        const expected = convolution(W, b, x, stride, padding);
        const found = conv2d({ W, b }, x, { stride, padding });
        expect(found.shape).toEqual(expected.shape);
        expect(largestDifference(found, expected)).toBeLessThan(1e-12);
      }),
      { numRuns: 100 },
    );
  });

  test("takes any leading axes, and none", () => {
    const params = { W: sample([2, 3, 2, 2], 1), b: sample([2], 2) };
    const x = sample([5, 7, 3, 4, 4], 3);
    const all = conv2d(params, x, { padding: 1 });
    expect(all.shape).toEqual([5, 7, 2, 5, 5]);
    const one = conv2d(params, x.pick(4, 6, null as never, null as never, null as never) as Tensor, { padding: 1 });
    expect(largestDifference(one, all.pick(4, 6, null as never, null as never, null as never) as Tensor)).toBe(0);
  });

  test("moves with the image: shifted in, shifted out", () => {
    const params = { W: sample([2, 3, 3, 3], 1) };
    const x = sample([3, 8, 9], 2);
    const whole = conv2d(params, x);
    const shifted = conv2d(params, ops.slice(ops.slice(x, { axis: 1, from: 2, to: 8 }), { axis: 2, from: 1, to: 9 }));
    const part = ops.slice(ops.slice(whole, { axis: 1, from: 2, to: 6 }), { axis: 2, from: 1, to: 7 });
    expect(largestDifference(shifted, part)).toBe(0);
  });

  const W = sample([2, 3, 3, 3]);
  refuses([
    ...noTensor("layers.conv2d: x", (x) => conv2d({ W }, x)),
    ...noTensor("layers.conv2d: W", (x) => conv2d({ W: x }, sample([3, 5, 5]))),
    ["layers.conv2d: params has value null, expected an object", () => conv2d(wrong(null), sample([3, 5, 5]))],
    [
      'layers.conv2d: options has key "strides", expected only stride, padding',
      () => conv2d({ W }, sample([3, 5, 5]), wrong({ strides: 2 })),
    ],
    ["layers.conv2d: x has shape [5, 5], expected […, C, H, W]", () => conv2d({ W }, sample([5, 5]))],
    [
      "layers.conv2d: W has shape [2, 3, 3, 3], expected [F, C, rows, columns] with C = 7 (from x)",
      () => conv2d({ W }, sample([7, 5, 5])),
    ],
    [
      "layers.conv2d: b has shape [3], expected [F] with F = 2 (from W)",
      () => conv2d({ W, b: sample([3]) }, sample([3, 5, 5])),
    ],
    [
      "layers.conv2d: x has shape [3, 2, 5], expected images of at least [3, 3] with their padding",
      () => conv2d({ W }, sample([3, 2, 5])),
    ],
    [
      "layers.conv2d: stride has value 0, expected a whole number, at least 1",
      () => conv2d({ W }, sample([3, 5, 5]), { stride: 0 }),
    ],
    [
      "layers.conv2d: padding[1] has value -1, expected a whole number, at least 0",
      () => conv2d({ W }, sample([3, 5, 5]), { padding: [0, -1] }),
    ],
    [
      "layers.conv2d: padding has length 3, expected [rows, columns]",
      () => conv2d({ W }, sample([3, 5, 5]), { padding: wrong([1, 1, 1]) }),
    ],
  ]);
});

describe("layers.initialiseConv2d(random, sizes, dtype)", () => {
  test("draws weights uniform in ±1/√(C·rows·columns), and biases of 0", () => {
    const { W, b } = initialiseConv2d(random(1), { input: 4, output: 50, kernel: [5, 5] });
    expect([W.shape, toArray(b!)]).toEqual([[50, 4, 5, 5], Array(50).fill(0)]);
    const numbers = Array.from(W.data);
    expect(Math.max(...numbers.map(Math.abs))).toBeLessThanOrEqual(0.1);
    expect(Math.max(...numbers)).toBeGreaterThan(0.099);
    expect(Math.min(...numbers)).toBeLessThan(-0.099);
  });

  test("has no bias if none is wanted, and the dtype asked for", () => {
    const params = initialiseConv2d(random(1), { input: 2, output: 3, kernel: 3, bias: false }, "float32");
    expect([Object.keys(params), params.W.dtype, params.W.shape]).toEqual([["W"], "float32", [3, 2, 3, 3]]);
  });

  refuses([
    [
      "layers.initialiseConv2d: input has value 0, expected a whole number, at least 1",
      () => initialiseConv2d(random(1), { input: 0, output: 2, kernel: 3 }),
    ],
    [
      "layers.initialiseConv2d: output has value 1.5, expected a whole number, at least 1",
      () => initialiseConv2d(random(1), { input: 1, output: 1.5, kernel: 3 }),
    ],
    [
      "layers.initialiseConv2d: kernel has value undefined, expected a whole number, at least 1",
      () => initialiseConv2d(random(1), wrong({ input: 1, output: 2 })),
    ],
    [
      'layers.initialiseConv2d: sizes has key "channels", expected only input, output, kernel, bias',
      () => initialiseConv2d(random(1), wrong({ channels: 3 })),
    ],
    [
      'layers.initialiseConv2d: dtype has value "int8", expected "float64" or "float32"',
      () => initialiseConv2d(random(1), { input: 1, output: 1, kernel: 1 }, wrong("int8")),
    ],
  ]);
});
