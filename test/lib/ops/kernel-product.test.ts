import fc from "fast-check";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { backend, grad, ops, setBackend, setThreads, type Tensor, tensor, toArray } from "../../../lib/index.ts";
import { absorbing } from "../../../lib/ops/matmul.ts";
import { broadcastShapes } from "../../../lib/tensor/broadcast.ts";
import { kernels, useBuild } from "../../../lib/wasm/backend.ts";
import { layouts } from "../layouts.ts";
import { double, sample } from "../samples.ts";

const fastest = backend();
afterAll(() => {
  setThreads(1);
  setBackend(fastest);
});

const single = (shape: readonly number[], seed: number): Tensor => sample(shape, seed, "float32");

/** The largest difference from the product in double precision, in the roundings of a sum of k products. */
function errorOf(c: Tensor, a: Tensor, b: Tensor): number {
  const exact = ops.matmul(double(dense(a)), double(dense(b)));
  expect([c.dtype, c.shape]).toEqual(["float32", exact.shape]);
  const k = a.shape[a.shape.length - 1]!;
  let worst = 0;
  for (let i = 0; i < c.data.length; i++) worst = Math.max(worst, Math.abs(c.data[i]! - exact.data[i]!));
  return worst / (k * 2 ** -24);
}

const dense = (view: Tensor): Tensor => tensor(toArray(view), view.shape, "float32");

describe.each(["relaxed6x8", "relaxed4x8", "simd4x8"] as const)("ops.matmul(a, b) of float32 by %s", (build) => {
  beforeEach(() => useBuild(build));

  test("is the product, for all lengths, leading axes and layouts", () => {
    const length = fc.integer({ min: 2, max: 41 });
    const leads = fc.constantFrom<[number[], number[]]>(
      [[], []],
      [[3], []],
      [[], [3]],
      [[2, 1], [3]],
      [
        [2, 3],
        [2, 3],
      ],
    );
    fc.assert(
      fc.property(length, length, length, leads, fc.nat(4), fc.nat(4), (n, k, m, [leadA, leadB], i, j) => {
        const a = layouts(single([...leadA, n, k], 1))[i]![1];
        const b = layouts(single([...leadB, k, m], 2))[j]![1];
        const c = ops.matmul(a, b);
        expect(c.shape).toEqual([...broadcastShapes(leadA, leadB)!, n, m]);
        expect(errorOf(c, a, b)).toBeLessThan(8);
      }),
      { numRuns: 60 },
    );
  });

  test("is the product over several blocks of rows", () => {
    const [a, b] = [single([211, 997], 1), single([997, 13], 2)];
    expect(errorOf(ops.matmul(a, b), a, b)).toBeLessThan(8);
  });

  test("has the same bits again, with two threads, and for a row among fewer", () => {
    const [a, b] = [single([2, 131, 37], 1), single([2, 37, 43], 2)];
    const c = ops.matmul(a, b);
    expect(ops.matmul(a, b).data).toEqual(c.data);
    const rows = { axis: 1, from: 7, to: 20 };
    expect(toArray(ops.matmul(ops.slice(a, rows), b))).toEqual(toArray(ops.slice(c, rows)));
    setThreads(2);
    expect(ops.matmul(a, b).data).toEqual(c.data);
    setThreads(1);
  });

  test("lets NaN and ∞ reach their own rows and columns only", () => {
    const [a, b] = [single([19, 23], 1), single([23, 29], 2)];
    a.set(4, 5, Number.NaN);
    b.set(3, 6, Number.POSITIVE_INFINITY);
    const c = ops.matmul(a, b);
    for (let i = 0; i < 19; i++) {
      for (let j = 0; j < 29; j++) expect([i, j, Number.isFinite(c.get(i, j))]).toEqual([i, j, i !== 4 && j !== 6]);
    }
  });

  test("passes no gradient to where the cotangent is 0, whatever the other factor holds", () => {
    const [a, b] = [single([19, 23], 1), single([23, 29], 2)];
    b.set(3, 6, Number.NaN);
    const first = { axis: 1, from: 0, to: 2 };
    const gradient = grad((x) => ops.sum(ops.slice(ops.matmul(x, b), first)))(a);
    const expected = toArray(ops.sum(ops.slice(b, first), { axis: 1 }));
    expect(toArray(ops.slice(gradient, { axis: 0, from: 7, to: 8 }))).toEqual([expected]);
  });

  test("of zeros that absorb is 0 where they meet NaN", () => {
    const [a, b] = [tensor(new Float32Array(19 * 23), [19, 23]), single([23, 29], 2)];
    b.set(3, 6, Number.NaN);
    expect((absorbing(a, b) as Tensor).data).toEqual(new Float32Array(19 * 29));
  });
});

test("ops.matmul(a, b) uses the kernels from 4096 multiplications on, save for vectors and float64", () => {
  setBackend(fastest);
  const rooms = (a: Tensor, b: Tensor): number => {
    const active = kernels()!;
    const { room } = active;
    let count = 0;
    active.room = (...counts) => {
      count++;
      return room.apply(active, [...counts]);
    };
    ops.matmul(a, b);
    active.room = room;
    return count;
  };
  expect(rooms(single([16, 16], 1), single([16, 16], 2))).toBe(1);
  expect(rooms(single([15, 16], 1), single([16, 16], 2))).toBe(0);
  expect(rooms(single([1, 128], 1), single([128, 128], 2))).toBe(0);
  expect(rooms(single([128, 128], 1), single([128, 1], 2))).toBe(0);
  expect(rooms(sample([16, 16], 1), sample([16, 16], 2))).toBe(0);
});
