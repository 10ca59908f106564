import { describe, expect, test } from "vitest";
import { grad, layers, ops, type Tensor, tensor, toArray, zeros } from "../../../../lib/index.ts";
import { noTensor, refuses, wrong } from "../../refuses.ts";
import { sample } from "../../samples.ts";

const { maxPool2d, averagePool2d, globalAveragePool } = layers;
const image = tensor([
  [
    [1, 2, 3],
    [4, 9, 5],
    [6, 7, 8],
  ],
]);

describe("layers.maxPool2d(x, { size, stride, padding })", () => {
  test("is the largest number under the window", () => {
    expect(toArray(maxPool2d(image, { size: 2, stride: 1 }))).toEqual([
      [
        [9, 9],
        [9, 9],
      ],
    ]);
    expect(toArray(maxPool2d(image, { size: [1, 3] }))).toEqual([[[3], [9], [8]]]);
    expect(maxPool2d(sample([7, 2, 3, 5, 8]), { size: 2 }).shape).toEqual([7, 2, 3, 2, 4]);
  });

  test("never takes the padding, even among negative numbers", () => {
    const negative = ops.subtract(image, 10);
    expect(toArray(maxPool2d(negative, { size: 2, padding: 1 }))).toEqual([
      [
        [-9, -7],
        [-4, -1],
      ],
    ]);
    expect(toArray(maxPool2d(tensor([[[-Infinity]]]), { size: 2, padding: 1 }))).toEqual([[[-Infinity]]]);
  });

  test("gives the gradient to the largest alone, the first of equals", () => {
    const gradient = grad((x) => ops.sum(maxPool2d(x, { size: 2 })));
    expect(
      toArray(
        gradient(
          tensor([
            [
              [1, 3, 2, 2],
              [0, 2, 2, 2],
            ],
          ]),
        ),
      ),
    ).toEqual([
      [
        [0, 1, 1, 0],
        [0, 0, 0, 0],
      ],
    ]);
  });

  test("is NaN where a NaN is under the window, and nowhere else", () => {
    const x = tensor([[[Number.NaN, 1, 2, 3]]]);
    expect(toArray(maxPool2d(x, { size: [1, 2] }))).toEqual([[[Number.NaN, 3]]]);
    expect(toArray(maxPool2d(tensor([[[1, Number.NaN, 2, 3]]]), { size: [1, 4] }))).toEqual([[[Number.NaN]]]);
  });

  const pool = (options: object) => () => maxPool2d(image, wrong(options));
  refuses([
    ...noTensor("layers.maxPool2d: x", (x) => maxPool2d(x, { size: 2 })),
    ["layers.maxPool2d: x has shape [2, 3], expected […, C, H, W]", () => maxPool2d(sample([2, 3]), { size: 2 })],
    [
      "layers.maxPool2d: x has shape [1, 3, 3], expected images of at least [4, 2] with their padding",
      pool({ size: [4, 2] }),
    ],
    [
      "layers.maxPool2d: x has shape [3, 0, 2, 2], expected […, C, H, W] with C above 0",
      () => maxPool2d(zeros([3, 0, 2, 2]), { size: 1 }),
    ],
    ["layers.maxPool2d: padding has value [1, 2], expected below size = [2, 2]", pool({ size: 2, padding: [1, 2] })],
    ["layers.maxPool2d: size has value undefined, expected a whole number, at least 1", pool({})],
    ['layers.maxPool2d: options has key "kernel", expected only size, stride, padding', pool({ kernel: 2 })],
    ["layers.maxPool2d: options has value undefined, expected an object", () => maxPool2d(image, wrong(undefined))],
  ]);
});

describe("layers.averagePool2d(x, { size, stride, padding })", () => {
  test("is the mean of the numbers under the window", () => {
    expect(toArray(averagePool2d(image, { size: 2, stride: 1 }))).toEqual([
      [
        [4, 4.75],
        [6.5, 7.25],
      ],
    ]);
    expect(toArray(averagePool2d(image, { size: 3 }))).toEqual([[[5]]]);
    expect(averagePool2d(sample([7, 2, 3, 5, 8]), { size: 2 }).shape).toEqual([7, 2, 3, 2, 4]);
  });

  test("does not count the padding", () => {
    expect(toArray(averagePool2d(image, { size: 2, padding: 1 }))).toEqual([
      [
        [1, 2.5],
        [5, 7.25],
      ],
    ]);
  });

  refuses([
    ...noTensor("layers.averagePool2d: x", (x) => averagePool2d(x, { size: 2 })),
    [
      "layers.averagePool2d: stride has value 0.5, expected a whole number, at least 1",
      () => averagePool2d(image, { size: 2, stride: 0.5 }),
    ],
  ]);
});

describe("layers.globalAveragePool(x)", () => {
  test("is one number a channel: its mean", () => {
    expect(toArray(globalAveragePool(image))).toEqual([5]);
    const x = sample([2, 3, 5, 7]);
    expect(globalAveragePool(x).shape).toEqual([2, 3]);
    const channel = x.pick(1, 2, null as never, null as never) as Tensor;
    expect(globalAveragePool(x).get(1, 2)).toBeCloseTo(ops.mean(channel).get(), 14);
  });

  refuses([
    ...noTensor("layers.globalAveragePool: x", (x) => globalAveragePool(x)),
    ["layers.globalAveragePool: x has shape [5, 7], expected […, C, H, W]", () => globalAveragePool(sample([5, 7]))],
  ]);
});
