import { expect, test } from "vitest";
import {
  allClose,
  full,
  hessian,
  jacobian,
  largestDifference,
  ops,
  type Tensor,
  tensor,
  toArray,
  type Value,
} from "../../../lib/index.ts";
import { places } from "../layouts.ts";
import { softmaxOf } from "../naive.ts";
import { sample } from "../samples.ts";

test("jacobian(f)(x) has shape [...shape of f(x), ...shape of x], and ∂fᵢ/∂xⱼ in it", () => {
  const W = sample([3, 5]);
  const J = jacobian((x) => ops.matmul(W, x))(sample([5, 2], 2));
  expect(J.shape).toEqual([3, 2, 5, 2]);
  for (const [i, j, p, r] of places(J.shape)) expect(J.get(i!, j!, p!, r!)).toBe(j === r ? W.get(i!, p!) : 0);
});

test("jacobian(exp)(x) is diag(eˣ)", () => {
  const J = jacobian((x) => ops.exp(x))(tensor([0, Math.log(2)]));
  expect(
    largestDifference(
      J,
      tensor([
        [1, 0],
        [0, 2],
      ]),
    ),
  ).toBeLessThan(1e-15);
});

test("jacobian(f)(x) of one number has the shape of x", () => {
  expect(toArray(jacobian((x) => ops.sum(ops.square(x)))(tensor([1, 2])))).toEqual([2, 4]);
  expect(toArray(jacobian((x) => ops.square(x))(tensor(3)))).toBe(6);
});

test("jacobian(f)(x) of a constant is zero", () => {
  expect(toArray(jacobian(() => tensor([1, 2]))(tensor([3])))).toEqual([[0], [0]]);
});

test("jacobian(jacobian(exp))(x) is eˣ where all three indices agree, else 0", () => {
  const x = sample([3]);
  const JJ = jacobian(jacobian((y) => ops.exp(y)))(x);
  expect(JJ.shape).toEqual([3, 3, 3]);
  for (const [i, j, l] of places(JJ.shape)) {
    expect(JJ.get(i!, j!, l!)).toBeCloseTo(i === j && j === l ? Math.exp(x.get(i!)) : 0, 14);
  }
});

test("jacobian(f) keeps the dtype", () => {
  const J = jacobian((x) => ops.square(x))(tensor([1, 2], [2], "float32"));
  expect(J.dtype).toBe("float32");
  expect(toArray(J)).toEqual([
    [2, 0],
    [0, 4],
  ]);
});

test("hessian(logSumExp)(x) is diag(p) − p·pᵀ with p = softmax(x)", () => {
  const x = sample([7]);
  const p = softmaxOf([...x.data]);
  const H = hessian((y) => ops.logSumExp(y))(x);
  const covariance = tensor(p.map((pi, i) => p.map((pj, j) => (i === j ? pi : 0) - pi * pj)));
  expect(largestDifference(H, covariance)).toBeLessThan(1e-12);
});

test("hessian(xᵀAx)(x) is A + Aᵀ", () => {
  const A = sample([5, 5]);
  const f = (x: Value): Value => {
    const column = ops.reshape<Value>(x, [5, 1]);
    return ops.matmul<Value>(ops.transpose<Value>(column), ops.matmul<Value>(A, column));
  };
  expect(allClose(hessian(f)(sample([5], 2)), ops.add(A, ops.transpose(A)))).toBe(true);
});

test("hessian(f)(x) of a matrix has its axes twice, and is symmetric", () => {
  const H = hessian((x) => ops.sum(ops.exp(ops.matmul(x, ops.transpose(x)))))(ops.multiply(0.3, sample([2, 3])));
  expect(H.shape).toEqual([2, 3, 2, 3]);
  expect(allClose(H, ops.transpose(H, [2, 3, 0, 1]))).toBe(true);
  expect(largestDifference(H, full(H.shape, 0))).toBeGreaterThan(1);
});

test("hessian(f)(x) of a linear function is zero", () => {
  expect(toArray(hessian((x) => ops.sum(x))(tensor([1, 2])) as Tensor)).toEqual([
    [0, 0],
    [0, 0],
  ]);
});
