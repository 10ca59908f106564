import fc from "fast-check";
import { expect, test } from "vitest";
import { innerProducts, rowProducts } from "../../../lib/ops/inner-products.ts";
import { sample } from "../samples.ts";

test("rowProducts(x, y, out, k) has the bits of innerProducts with yᵀ, for all lengths, dtypes, NaN and infinities", () => {
  const length = fc.integer({ min: 1, max: 9 });
  const bad = fc.constantFrom(0, Number.NaN, Number.POSITIVE_INFINITY, -0, 1e300);
  fc.assert(
    fc.property(length, length, length, bad, fc.constantFrom("float64", "float32"), (n, k, m, value, dtype) => {
      const [x, y] = [sample([n, k], 1, dtype).data, sample([k, m], 2, dtype).data];
      y[k - 1] = value;
      const turned = y.slice();
      for (let p = 0; p < k; p++) for (let j = 0; j < m; j++) turned[j * k + p] = y[p * m + j]!;
      const [rows, inner] = [sample([n, m], 3, dtype).data, sample([n, m], 4, dtype).data];
      rowProducts(x, y, rows, k);
      innerProducts(x, turned, inner, k);
      expect(rows).toEqual(inner);
    }),
  );
});
