import ndarray, { type NdArray } from "ndarray";
import { describe, expect, test } from "vitest";
import { grad, ops, type Tensor, tensor, toArray, type Value } from "../../../lib/index.ts";
import { chain } from "../../../lib/ops/chain.ts";
import { layouts } from "../layouts.ts";

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const condition = (...bits: number[]): NdArray<Uint8Array> => ndarray(Uint8Array.from(bits));

describe("ops.where(condition, a, b)", () => {
  test("is a where the condition holds, b elsewhere", () => {
    expect(toArray(ops.where(condition(1, 0, 1), tensor([1, 2, 3]), tensor([4, 5, 6])))).toEqual([1, 5, 3]);
    expect(toArray(ops.where(condition(1, 0), 7, tensor([4, 5])))).toEqual([7, 5]);
    expect(toArray(ops.where(condition(2, 255), tensor([4, 5]), 7))).toEqual([4, 5]);
    expect(toArray(ops.where(ndarray(Uint8Array.of(0), []), tensor(1), 2))).toBe(2);
  });

  test("broadcasts all three", () => {
    const c = ndarray(Uint8Array.of(1, 0), [2, 1]);
    expect(toArray(ops.where(c, tensor([1, 2, 3]), tensor([[[9]]])))).toEqual([
      [
        [1, 2, 3],
        [9, 9, 9],
      ],
    ]);
  });

  test("reads any view of the condition and the branches", () => {
    const c = ndarray(Uint8Array.of(1, 0, 0, 1, 1, 0), [2, 3])
      .transpose(1, 0)
      .step(-1, 1);
    const a = tensor([
      [1, 2],
      [3, 5],
      [7, 11],
    ]);
    for (const [, view] of layouts(a)) {
      expect(toArray(ops.where(c, view, 0))).toEqual([
        [0, 0],
        [0, 5],
        [7, 11],
      ]);
    }
  });

  test("takes nothing of what is not chosen, neither value nor gradient", () => {
    const c = condition(1, 0);
    const f = (x: Value): Value =>
      ops.sum<Value>(ops.where<Value>(c, ops.multiply<Value>(x, 2), ops.divide<Value>(1, ops.subtract<Value>(x, x))));
    expect(toArray(grad((x) => ops.sum(ops.where(c, x, nan)))(tensor([1, nan])))).toEqual([1, 0]);
    const [first] = toArray(grad(f)(tensor([3, 4]))) as number[];
    expect(first).toBe(2);
    expect(toArray(ops.where(c, tensor([1, nan]), tensor([infinity, 2])))).toEqual([1, 2]);
  });

  test("sends the gradient where the value came from", () => {
    const c = condition(1, 0, 1);
    const by = tensor([2, 3, 5]);
    expect(toArray(grad((x) => ops.sum(ops.multiply(by, ops.where(c, x, 0))))(tensor([1, 1, 1])))).toEqual([2, 0, 5]);
    expect(toArray(grad((x) => ops.sum(ops.multiply(by, ops.where(c, 0, x))))(tensor([1, 1, 1])))).toEqual([0, 3, 0]);
    expect(toArray(grad((x) => ops.sum(ops.multiply(by, ops.where(c, x, 0))))(tensor(1)))).toBe(7);
  });
});

describe("ops.lessEqual(x, bound) and ops.equal(x, bound)", () => {
  test("are 1 where it holds, 0 where not, and 0 for NaN", () => {
    const x = tensor([
      [1, 2],
      [3, nan],
    ]);
    for (const [, view] of layouts(x)) {
      expect([[2, 2], [...ops.lessEqual(view, 2).data]]).toEqual([ops.lessEqual(view, 2).shape, [1, 1, 0, 0]]);
      expect([...ops.equal(view, 2).data]).toEqual([0, 1, 0, 0]);
    }
  });

  test("read the number in a variable, at any depth", () => {
    const f = (x: Value, y: Value): Value =>
      ops.where<Value>(ops.equal(ops.multiply<Value>(x, y), 4), ops.square<Value>(y), 0);
    expect(toArray(grad((x) => ops.sum(grad((y) => ops.sum<Value>(f(x, y)))(x)))(tensor([1, 2])))).toEqual([0, 2]); // d/dx 2y at x = 2
  });
});

describe("chain(cotangent, derivative)", () => {
  test("is their product, where 0 of either gives 0", () => {
    expect(toArray(chain(tensor([0, 0, 2, 3]), tensor([nan, infinity, 5, nan])) as Tensor)).toEqual([0, 0, 10, nan]);
    expect(toArray(chain(tensor([-0, 1]), tensor([nan, infinity])) as Tensor)).toEqual([-0, infinity]);
    expect(toArray(chain(tensor([nan, infinity, -3]), tensor([0, 0, 0])) as Tensor)).toEqual([0, 0, 0]);
  });
});
