import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { grad, jacobian, largestDifference, ops, tensor, toArray, type Value } from "../../../lib/index.ts";
import { places } from "../layouts.ts";
import { distanceOf, matrixAt, normOf, scoresOf } from "../naive.ts";
import { sample } from "../samples.ts";

const { NaN: nan } = Number;
const q = tensor([
  [0, 0],
  [3, 4],
]);
const k = tensor([
  [0, 0],
  [6, 8],
  [3, 0],
]);

test("ops.squaredDistances(q, k) and ops.distances(q, k) of points on paper", () => {
  expect(toArray(ops.squaredDistances(q, k))).toEqual([
    [0, 100, 9],
    [25, 25, 16],
  ]);
  expect(toArray(ops.distances(q, k))).toEqual([
    [0, 10, 3],
    [5, 5, 4],
  ]);
});

test("ops.distances(q, k) is ‖qᵢ − kⱼ‖ for all lengths and leading axes", () => {
  const length = fc.integer({ min: 1, max: 5 });
  const leads = fc.constantFrom<[number[], number[], number[]]>([[], [], []], [[3], [], [3]], [[2, 1], [3], [2, 3]]);
  fc.assert(
    fc.property(length, length, length, leads, (n, m, d, [leadQ, leadK, lead]) => {
      const [x, y] = [sample([...leadQ, n, d], 1), sample([...leadK, m, d], 2)];
      const all = ops.distances(x, y);
      expect(all.shape).toEqual([...lead, n, m]);
      for (const place of places(lead)) {
        const exact = tensor(scoresOf(matrixAt(x, place), matrixAt(y, place), distanceOf));
        expect(largestDifference(tensor(matrixAt(all, place)), exact)).toBeLessThan(1e-14);
        const squares = tensor(matrixAt(ops.squaredDistances(x, y), place));
        expect(largestDifference(squares, ops.square(exact))).toBeLessThan(1e-13);
      }
    }),
  );
});

test("ops.squaredDistances(q, k) of far and close points loses no digits", () => {
  expect(toArray(ops.squaredDistances(tensor([[1e8]]), tensor([[1e8 + 1]])))).toEqual([[1]]);
});

test("ops.squaredDistances(q, k) has gradients 2Σ(qᵢ − kⱼ) and 2Σ(kⱼ − qᵢ)", () => {
  expect(toArray(grad((x) => ops.sum(ops.squaredDistances(x, k)))(q))).toEqual([
    [-18, -16],
    [0, 8],
  ]);
  expect(toArray(grad((x) => ops.sum(ops.squaredDistances(q, x)))(k))).toEqual([
    [-6, -8],
    [18, 24],
    [6, -8],
  ]);
});

test("ops.distances(q, k) has the direction as gradient, and 0 where rows coincide", () => {
  const one = tensor([[3, 4]]);
  const direction = grad((x) => ops.sum(ops.distances(x, tensor([[0, 0]]))))(one);
  expect(largestDifference(direction, tensor([[0.6, 0.8]]))).toBeLessThan(1e-15);
  expect(toArray(grad((x) => ops.sum(ops.distances(x, one)))(one))).toEqual([[0, 0]]);
  const both = grad((x) => ops.sum(ops.distances(x, x)))(q);
  expect(
    largestDifference(
      both,
      tensor([
        [-1.2, -1.6],
        [1.2, 1.6],
      ]),
    ),
  ).toBeLessThan(1e-15);
});

test("ops.squaredDistances(q, k) passes a row that is not used no gradient, though it holds NaN", () => {
  const bad = tensor([
    [1, 2],
    [nan, Infinity],
  ]);
  expect(toArray(grad((x) => ops.sum(ops.take(ops.squaredDistances(x, q), [0])))(bad))).toEqual([
    [2 * (1 + 1 - 3), 2 * (2 + 2 - 4)],
    [0, 0],
  ]);
});

describe("ops.l2Normalize(x)", () => {
  test("is x / ‖x‖ along the last axis", () => {
    expect(
      toArray(
        ops.l2Normalize(
          tensor([
            [3, 4],
            [0, -2],
          ]),
        ),
      ),
    ).toEqual([
      [0.6, 0.8],
      [0, -1],
    ]);
    const x = sample([2, 3, 5]);
    for (const [a, b] of places([2, 3])) {
      const row = (toArray(ops.l2Normalize(x)) as number[][][])[a!]![b!]!;
      expect(normOf(row)).toBeCloseTo(1, 14);
    }
  });

  test("leaves zeros as they are, with gradient 0", () => {
    const x = tensor([
      [0, 0],
      [3, 4],
    ]);
    expect(toArray(ops.l2Normalize(x))).toEqual([
      [0, 0],
      [0.6, 0.8],
    ]);
    expect((toArray(grad((y) => ops.sum(ops.l2Normalize(y)))(x)) as number[][])[0]).toEqual([0, 0]);
  });

  test("has a gradient across x: moving along x changes nothing", () => {
    const x = sample([3, 5]);
    const gradient = grad((y) => ops.sum(ops.multiply(sample([3, 5], 2), ops.l2Normalize(y))))(x);
    expect(largestDifference(ops.sum(ops.multiply(gradient, x), { axis: 1 }), tensor([0, 0, 0]))).toBeLessThan(1e-15);
  });

  test("keeps NaN in its own row", () => {
    expect(
      toArray(
        ops.l2Normalize(
          tensor([
            [nan, 1],
            [0, 5],
          ]),
        ),
      ),
    ).toEqual([
      [nan, nan],
      [0, 1],
    ]);
  });
});

test("ops.distances(q, k) has finite derivatives of every order where rows coincide", () => {
  const x = tensor([
    [1, 2],
    [1, 2],
    [4, 6],
  ]);
  const gradient = (y: Value): Value => grad((z) => ops.sum<Value>(ops.square<Value>(ops.distances<Value>(z, x))))(y);
  // Each ‖zᵢ − xⱼ‖² has the Hessian 2 · identity, but a distance of 0 counts as constant: rows 0 and 1 have one other.
  const diagonal = [2, 2, 2, 2, 4, 4];
  const exact = tensor(diagonal.map((value, i) => diagonal.map((_, j) => (i === j ? value : 0))));
  expect(largestDifference(ops.reshape(jacobian(gradient)(x), [6, 6]), exact)).toBeLessThan(1e-14);
});
