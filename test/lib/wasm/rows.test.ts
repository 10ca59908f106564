import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { backend, layers, normalizers, setBackend, setThreads, type Tensor } from "../../../lib/index.ts";
import { useBuild } from "../../../lib/wasm/backend.ts";
import type { BuildName } from "../../../lib/wasm/module.ts";
import { layouts } from "../layouts.ts";
import { sample } from "../samples.ts";

const builds: readonly BuildName[] = ["relaxed6x8", "relaxed4x8", "simd4x8"];
const fastest = backend();
afterAll(() => {
  setThreads(1);
  setBackend(fastest);
});

/** Rows of odd lengths, enough numbers for the kernels, in any layout; some are NaN or infinite. */
const cases = fc.record({
  count: fc.integer({ min: 30, max: 70 }),
  length: fc.integer({ min: 35, max: 61 }),
  layout: fc.nat(4),
  stranger: fc.constantFrom(0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e30, -1e30),
  place: fc.nat(2000),
});
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

function rowsOf({ count, length, layout, stranger, place }: Case): Tensor {
  const x = sample([count, length], 1, "float32");
  (x.data as Float32Array)[place % x.data.length] = stranger;
  return layouts(x)[layout]![1];
}

/** Every build gives what plain TypeScript gives, NaN where it does, and the same with two threads. */
function expectAgreement(call: () => Tensor, tolerance: number): void {
  setBackend("plain");
  const plain = call();
  for (const build of builds) {
    useBuild(build);
    const found = call();
    expect([found.dtype, found.shape]).toEqual(["float32", plain.shape]);
    for (let i = 0; i < plain.data.length; i++) {
      const [x, y] = [found.data[i]!, plain.data[i]!];
      if (!Number.isFinite(y)) expect([build, i, x]).toEqual([build, i, y]);
      else if (!(Math.abs(x - y) <= tolerance * Math.max(1, Math.abs(y)))) expect([build, i, x]).toEqual([build, i, y]);
    }
  }
}

describe("normalizers.softmax()(scores) of float32", () => {
  test("by each build is that of plain TypeScript, with NaN and infinities", () => {
    const softmax = normalizers.softmax();
    fc.assert(
      fc.property(cases, (one) => {
        const x = rowsOf(one);
        expectAgreement(() => softmax(x), 1e-6);
      }),
    );
  });

  test("by each build is 0 in a row of nothing but −∞", () => {
    const x = sample([41, 43], 1, "float32");
    (x.data as Float32Array).fill(Number.NEGATIVE_INFINITY, 2 * 43, 3 * 43);
    expectAgreement(() => normalizers.softmax()(x), 1e-6);
    expect(
      normalizers
        .softmax()(x)
        .data.slice(2 * 43, 3 * 43),
    ).toEqual(new Float32Array(43));
  });
});

test.each([true, false])(
  "layers.layerNorm(params, x) of float32 by each build is that of plain TypeScript; bias: %s",
  (bias) => {
    fc.assert(
      fc.property(cases, (one) => {
        const x = rowsOf({ ...one, stranger: Math.abs(one.stranger) === 1e30 ? 100 : one.stranger });
        const gain = sample([one.length], 2, "float32");
        const params = bias ? { gain, bias: sample([one.length], 3, "float32") } : { gain };
        expectAgreement(() => layers.layerNorm(params, x), 1e-5);
      }),
    );
  },
);

test("softmax and layer normalization have the same bits with two threads", () => {
  useBuild("simd4x8");
  const x = sample([997, 61], 1, "float32");
  const params = layers.initialiseNorm({ d: 61 }, "float32");
  const call = () => [normalizers.softmax()(x).data, layers.layerNorm(params, x).data];
  const alone = call();
  setThreads(2);
  expect(call()).toEqual(alone);
  setThreads(1);
});
