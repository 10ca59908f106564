import fc from "fast-check";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { backend, layers, ops, setBackend, setThreads, type Tensor, type Value, vjp } from "../../../../lib/index.ts";
import { patches } from "../../../../lib/layers/images/patches.ts";
import { windowOn } from "../../../../lib/layers/images/window.ts";
import { useBuild } from "../../../../lib/wasm/backend.ts";
import { layouts } from "../../layouts.ts";
import { sample } from "../../samples.ts";

const fastest = backend();
afterAll(() => {
  setThreads(1);
  setBackend(fastest);
});

type Pair = [number, number];
const pair = (min: number, max: number) => fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));

/** Rows of windows shorter than a panel's eight lanes and longer, windows that step over pixels, with and without zeros around. */
const cases = fc.record({
  ...{ count: fc.constantFrom(1, 3), C: fc.constantFrom(1, 5), F: fc.constantFrom(2, 7, 13) },
  ...{ kernel: pair(1, 4), image: pair(4, 23), stride: pair(1, 2), padding: pair(0, 3) },
  ...{ layout: fc.nat(4), otherLayout: fc.nat(4) },
});

/** The convolution as its definition says: W times the matrix of patches. */
function byPatches(W: Tensor, x: Tensor, stride: Pair, padding: Pair): Tensor {
  const [F, C, rows, columns] = W.shape as [number, number, number, number];
  const window = windowOn("test", x, [rows, columns], stride, padding);
  const product = ops.matmul(ops.reshape(W, [F, C * rows * columns]), patches(x, window) as Tensor);
  return ops.reshape(product, [...x.shape.slice(0, -3), F, ...window.output]);
}

describe.each(["relaxed6x8", "relaxed4x8", "simd4x8"] as const)(
  "layers.conv2d(params, x) of float32 by %s",
  (build) => {
    beforeEach(() => useBuild(build));

    test("is the product with the patches, bit for bit, for all sizes, strides, paddings and layouts", () => {
      fc.assert(
        fc.property(cases, ({ count, C, F, kernel, image, stride, padding, layout, otherLayout }) => {
          const W = layouts(sample([F, C, ...kernel], 1, "float32"))[layout]![1];
          const x = layouts(sample([count, C, ...image], 2, "float32"))[otherLayout]![1];
          const found = layers.conv2d({ W }, x, { stride, padding });
          const expected = byPatches(W, x, stride, padding);
          expect([found.dtype, found.shape]).toEqual(["float32", expected.shape]);
          expect(found.data).toEqual(expected.data);
        }),
        { numRuns: 150 },
      );
    });

    test("has the same bits with two threads, and where a gradient is asked for", () => {
      const [W, x] = [sample([13, 5, 3, 2], 1, "float32"), sample([3, 5, 17, 11], 2, "float32")];
      const convolve = <T extends Value>(image: T): T => layers.conv2d<T>({ W }, image, { padding: 1 });
      const one = convolve(x);
      setThreads(2);
      expect(convolve(x).data).toEqual(one.data);
      setThreads(1);
      expect(vjp(convolve, x).value.data).toEqual(one.data);
    });

    test("lets a NaN reach the windows that cover it, and no other", () => {
      const [W, x] = [sample([7, 3, 3, 3], 1, "float32"), sample([2, 3, 13, 11], 2, "float32")];
      x.set(0, 1, 4, 5, Number.NaN);
      const y = layers.conv2d({ W }, x, { padding: 1 });
      for (let n = 0; n < 2; n++)
        for (let i = 0; i < 13; i++)
          for (let j = 0; j < 11; j++) {
            const isCovered = n === 0 && Math.abs(i - 4) < 2 && Math.abs(j - 5) < 2;
            expect([n, i, j, Number.isNaN(y.get(n, 3, i, j))]).toEqual([n, i, j, isCovered]);
          }
    });
  },
);
