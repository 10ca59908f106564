import { describe, expect, test } from "vitest";
import { grad, ops, type Tensor, tensor, toArray, type Variable } from "../../../lib/index.ts";
import { layouts, places } from "../layouts.ts";
import { sample } from "../samples.ts";

const t = sample([2, 3, 5]);

describe("ops.reshape(x, shape)", () => {
  test("keeps row-major order, in any layout", () => {
    for (const [, view] of layouts(t)) {
      const y = ops.reshape(view, [5, 6]);
      expect(y.shape).toEqual([5, 6]);
      expect([...(toArray(y) as number[][])].flat()).toEqual([...t.data]);
    }
  });

  test("shares dense memory, also where an axis of length 1 has a step of its own", () => {
    const view = t.pick(0).step(3).lo(0) as Tensor;
    expect(view.shape).toEqual([1, 5]);
    expect(ops.reshape(view, [5]).data.buffer).toBe(t.data.buffer);
    expect(ops.reshape(ops.transpose(t), [30]).data.buffer).not.toBe(t.data.buffer);
  });

  test("makes scalars and takes them", () => {
    expect(toArray(ops.reshape(tensor([[3]]), []))).toBe(3);
    expect(toArray(ops.reshape(tensor(3), [1, 1]))).toEqual([[3]]);
  });

  test("brings the gradient back in the shape of x", () => {
    const by = tensor([[1, 2, 3]]);
    expect(toArray(grad((x) => ops.sum(ops.multiply(by, ops.reshape(x, [1, 3]))))(tensor([[5], [7], [11]])))).toEqual([
      [1],
      [2],
      [3],
    ]);
  });
});

describe("ops.transpose(x)", () => {
  test("exchanges the last two axes, without a copy", () => {
    for (const [, view] of layouts(t)) {
      const y = ops.transpose(view);
      expect([y.shape, y.data === view.data]).toEqual([[2, 5, 3], true]);
      for (const [b, i, j] of places(t.shape)) expect(y.get(b!, j!, i!)).toBe(t.get(b!, i!, j!));
    }
  });

  test("ops.transpose(x, axes) has axis axes[i] of x as its axis i", () => {
    const y = ops.transpose(t, [2, 0, 1]);
    expect(y.shape).toEqual([5, 2, 3]);
    for (const [b, i, j] of places(t.shape)) expect(y.get(j!, b!, i!)).toBe(t.get(b!, i!, j!));
    expect(ops.transpose(tensor([1, 2]), [0]).shape).toEqual([2]);
    expect(ops.transpose(tensor(1), []).shape).toEqual([]);
  });

  test("brings the gradient back through the inverse order", () => {
    const by = sample([5, 2, 3], 2);
    const gradient = grad((x) => ops.sum(ops.multiply(ops.transpose(x, [2, 0, 1]), by)))(t);
    for (const [b, i, j] of places(t.shape)) expect(gradient.get(b!, i!, j!)).toBe(by.get(j!, b!, i!));
  });
});

describe("ops.broadcastTo(x, shape)", () => {
  test("repeats x along axes of length 1 and missing axes", () => {
    expect(toArray(ops.broadcastTo(tensor([[1], [2]]), [2, 2, 3]))).toEqual([
      [
        [1, 1, 1],
        [2, 2, 2],
      ],
      [
        [1, 1, 1],
        [2, 2, 2],
      ],
    ]);
    expect(toArray(ops.broadcastTo(tensor(4), [3]))).toEqual([4, 4, 4]);
  });

  test("has the gradient summed over the repetitions", () => {
    const by = tensor([
      [1, 2, 3],
      [5, 7, 11],
    ]);
    const through = (x: Tensor) => toArray(grad((y) => ops.sum(ops.multiply(by, ops.broadcastTo(y, [2, 3]))))(x));
    expect(through(tensor([[0], [0]]))).toEqual([[6], [23]]);
    expect(through(tensor([0, 0, 0]))).toEqual([6, 9, 14]);
    expect(through(tensor([[[0]]].flat()))).toEqual([[29]]);
    expect(through(tensor(0))).toBe(29);
  });
});

describe("ops.take(x, indices)", () => {
  const x = tensor([
    [1, 2],
    [3, 4],
    [5, 6],
  ]);

  test("gives the rows in that order, repeated as asked, from any view", () => {
    for (const [, view] of layouts(x)) {
      expect(toArray(ops.take(view, [2, 0, 2]))).toEqual([
        [5, 6],
        [1, 2],
        [5, 6],
      ]);
    }
    expect(ops.take(x, []).shape).toEqual([0, 2]);
    expect(toArray(ops.take(tensor([7, 8]), [1]))).toEqual([8]);
  });

  test("adds the gradients of a row that is taken twice, and gives 0 to one that is not", () => {
    const by = tensor([
      [1, 2],
      [10, 20],
      [100, 200],
    ]);
    expect(toArray(grad((y) => ops.sum(ops.multiply(by, ops.take(y, [2, 0, 2]))))(x))).toEqual([
      [10, 20],
      [0, 0],
      [101, 202],
    ]);
  });
});

describe("ops.stack(values)", () => {
  test("puts values along a new first axis, from any view", () => {
    const other = sample([2, 3, 5], 2);
    for (const [, view] of layouts(t)) {
      const y = ops.stack([view, other]);
      expect(y.shape).toEqual([2, 2, 3, 5]);
      for (const place of places(t.shape))
        expect([y.get(0, ...place), y.get(1, ...place)]).toEqual([t.get(...place), other.get(...place)]);
    }
    expect(toArray(ops.stack([tensor(1), tensor(2)]))).toEqual([1, 2]);
  });

  test("gives each value its row of the gradient", () => {
    const by = tensor([
      [1, 2],
      [3, 5],
      [7, 11],
    ]);
    const x = tensor([0, 0]);
    const gradient = grad((y) => ops.sum(ops.multiply(by, ops.stack([x, y, y]))))(x);
    expect(toArray(gradient)).toEqual([10, 16]);
  });
});

describe("ops.slice(x, { axis, from, to })", () => {
  test("gives the places from … to − 1 of the axis, from any view", () => {
    for (const [, view] of layouts(t)) {
      const y = ops.slice(view, { axis: -2, from: 1, to: 3 });
      expect(y.shape).toEqual([2, 2, 5]);
      for (const [b, i, j] of places(y.shape)) expect(y.get(b!, i!, j!)).toBe(t.get(b!, i! + 1, j!));
    }
  });

  test("brings the gradient back to those places, and 0 to the others", () => {
    const gradient = grad((x) => ops.sum(ops.multiply(tensor([2, 3]), ops.slice(x, { axis: 0, from: 1, to: 3 }))));
    expect(toArray(gradient(tensor([5, 7, 11, 13])))).toEqual([0, 2, 3, 0]);
  });
});

describe("ops.concatenate(values, { axis })", () => {
  test("puts values one after the other, from any view", () => {
    const other = sample([2, 7, 5], 2);
    for (const [, view] of layouts(t)) {
      const y = ops.concatenate([view, other], { axis: 1 });
      expect(y.shape).toEqual([2, 10, 5]);
      for (const [b, i, j] of places(y.shape))
        expect(y.get(b!, i!, j!)).toBe(i! < 3 ? t.get(b!, i!, j!) : other.get(b!, i! - 3, j!));
    }
  });

  test("gives each value its part of the gradient", () => {
    const by = tensor([2, 3, 5, 7]);
    const f = (x: { a: Variable; b: Variable }) => ops.sum(ops.multiply(by, ops.concatenate([x.a, x.b], { axis: -1 })));
    const gradient = grad(f)({ a: tensor([1]), b: tensor([1, 1, 1]) });
    expect([toArray(gradient.a), toArray(gradient.b)]).toEqual([[2], [3, 5, 7]]);
  });
});
