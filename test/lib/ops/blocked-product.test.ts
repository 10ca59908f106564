import fc from "fast-check";
import { expect, test } from "vitest";
import { blockedProduct, worthBlocking } from "../../../lib/ops/blocked-product.ts";
import { innerProducts } from "../../../lib/ops/inner-products.ts";
import { allocate, type DType, type Floats } from "../../../lib/tensor/tensor.ts";
import { sample } from "../samples.ts";

type Product = typeof innerProducts;

function run(product: Product, x: Floats, y: Floats, k: number, dtype: DType): Floats {
  const out = allocate((x.length / k) * (y.length / k), dtype).fill(7);
  product(x, y, out, k);
  return out;
}

test("blockedProduct(x, y, out, k) has the bits of innerProducts, for all lengths, dtypes, NaN and infinities", () => {
  const length = fc.integer({ min: 1, max: 37 });
  const dtypes = fc.constantFrom<DType>("float64", "float32");
  const special = fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0);
  fc.assert(
    fc.property(length, length, length, dtypes, special, fc.nat(), (n, k, m, dtype, value, place) => {
      const x = sample([n, k], 1, dtype).data.slice();
      const y = sample([m, k], 2, dtype).data.slice();
      x[place % x.length] = value;
      expect(run(blockedProduct, x, y, k, dtype)).toEqual(run(innerProducts, x, y, k, dtype));
    }),
  );
});

test("blockedProduct(x, y, out, k) has the bits of innerProducts over several blocks of columns", () => {
  // 32768 / 997 < 37, so the columns take more than one block.
  const [n, k, m] = [13, 997, 67];
  const [x, y] = [sample([n, k]).data, sample([m, k], 2).data];
  expect(run(blockedProduct, x, y, k, "float64")).toEqual(run(innerProducts, x, y, k, "float64"));
});

test("worthBlocking(n, k, m) is false for products with a vector, of thin matrices, and of small ones", () => {
  expect(
    [
      [1, 512, 512],
      [512, 512, 1],
      [512, 1, 512],
      [8, 8, 8],
    ].map(([n, k, m]) => worthBlocking(n!, k!, m!)),
  ).toEqual([false, false, false, false]);
  expect(worthBlocking(64, 64, 64)).toBe(true);
});
