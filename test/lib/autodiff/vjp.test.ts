import { expect, test } from "vitest";
import { grad, largestDifference, ops, tensor, toArray, type Value, type Variable, vjp } from "../../../lib/index.ts";
import { sample } from "../samples.ts";

test("vjp(f, x) gives f(x), and vᵀ·J for a cotangent v", () => {
  const W = tensor([
    [1, 2, 3],
    [5, 7, 11],
  ]);
  const { value, pullback } = vjp((x) => ops.matmul(W, x), tensor([[1], [1], [1]]));
  expect(toArray(value)).toEqual([[6], [23]]);
  expect(toArray(pullback(tensor([[1], [0]])))).toEqual([[1], [2], [3]]);
});

test("vjp(f, x).pullback may be called again, and is linear", () => {
  const x = sample([3, 5]);
  const { value, pullback } = vjp((y) => ops.tanh(ops.matmul(y, ops.transpose(y))), x);
  const [u, v] = [sample(value.shape, 2), sample(value.shape, 3)];
  const together = pullback(ops.add(ops.multiply(2, u), v));
  expect(largestDifference(together, ops.add(ops.multiply(2, pullback(u)), pullback(v)))).toBeLessThan(1e-13);
  expect(largestDifference(pullback(u), pullback(u))).toBe(0);
});

test("vjp(f, params).pullback has the form of the parameters", () => {
  const f = ({ a, b }: { a: Variable; b: Variable[] }): Value => ops.multiply(a, b[0]!);
  const { a, b } = vjp(f, { a: tensor([2, 3]), b: [tensor([5, 7])] }).pullback(tensor([1, 10]));
  expect([toArray(a), toArray(b[0]!)]).toEqual([
    [5, 70],
    [2, 30],
  ]);
});

test("vjp(f, x) of a constant has gradient 0, and its own value", () => {
  const { value, pullback } = vjp((_: Variable) => tensor([1, 2]), tensor([3, 4, 5]));
  expect([toArray(value), toArray(pullback(tensor([1, 1])))]).toEqual([
    [1, 2],
    [0, 0, 0],
  ]);
});

test("vjp(f, x) of the identity carries the cotangent as it is", () => {
  const { value, pullback } = vjp((x) => x, tensor([3, 4]));
  expect([toArray(value), toArray(pullback(tensor([5, 7])))]).toEqual([
    [3, 4],
    [5, 7],
  ]);
});

test("vjp(f, x).pullback(v) can be differentiated with respect to v", () => {
  const { pullback } = vjp((x) => ops.square(x), tensor([3, 4]));
  const by = grad((v) => ops.sum(ops.square(pullback(v) as Value)))(tensor([1, 2]));
  expect(toArray(by)).toEqual([2 * 36 * 1, 2 * 64 * 2]); // Σ (2xv)²: 8x²v
});

test("vjp(f, x).pullback(v) can be differentiated with respect to x", () => {
  const f = (x: Variable): Value => ops.sum(vjp((y) => ops.multiply(ops.square(y), y), x).pullback(tensor([1, 10])));
  expect(toArray(grad(f)(tensor([2, 3])))).toEqual([12, 180]); // d/dx v·3x² = 6vx
});

test("vjp(f, x).pullback(v) takes any view as cotangent", () => {
  const { pullback } = vjp((x) => ops.multiply(x, 2), tensor([1, 2, 3]));
  expect(toArray(pullback(tensor([1, 2, 3]).step(-1) as never))).toEqual([6, 4, 2]);
});
