import { describe, expect, test } from "vitest";
import {
  grad,
  largestDifference,
  ops,
  type Tensor,
  tensor,
  toArray,
  type Value,
  Variable,
  valueAndGrad,
} from "../../../lib/index.ts";

const { add, exp, multiply, square, sum } = ops;

test("grad(f)(x) is ∂f/∂x in the shape of x", () => {
  expect(toArray(grad((x) => sum(square(x)))(tensor([1, 2, -3])))).toEqual([2, 4, -6]);
  expect(toArray(grad((x) => square(x))(tensor(3)))).toBe(6);
  expect(toArray(grad((x) => sum(multiply(x, x)))(tensor([[1], [2]])))).toEqual([[2], [4]]);
});

test("grad(f)(x) takes a result of one element in any rank", () => {
  expect(toArray(grad((x) => ops.reshape(square(x), [1, 1, 1]))(tensor([3])))).toEqual([6]);
});

test("grad(f)(x) keeps the dtype of x", () => {
  expect(grad((x) => sum(square(x)))(tensor([1, 2], [2], "float32")).dtype).toBe("float32");
  expect(grad((_: Variable) => tensor(1, [], "float32"))(tensor([1, 2], [2], "float32")).dtype).toBe("float32");
});

test("valueAndGrad(f)(x) gives both, and calls f once", () => {
  let calls = 0;
  const f = (x: Variable) => {
    calls++;
    return sum(square(x));
  };
  const { value, gradient } = valueAndGrad(f)(tensor([3, 4]));
  expect([toArray(value), toArray(gradient), calls]).toEqual([25, [6, 8], 1]);
});

test("grad(f)(x, …rest) passes the rest on, and does not differentiate it", () => {
  const f = (x: Variable, by: Tensor, power: number) => sum(multiply(multiply(x, by), power));
  const by = tensor([5, 7]);
  expect(toArray(grad(f)(tensor([1, 2]), by, 3))).toEqual([15, 21]);
  const { value, gradient } = valueAndGrad(f)(tensor([1, 2]), by, 3);
  expect([toArray(value), toArray(gradient)]).toEqual([57, [15, 21]]);
});

describe("grad(f)(params)", () => {
  type Params = { W: Variable; layers: { b: Variable }[]; pair: [Variable, Variable] };
  const loss = ({ W, layers, pair }: Params): Value =>
    sum(add(multiply(W, layers[0]!.b), multiply(pair[0], multiply(layers[1]!.b, pair[1]))));
  const params = {
    W: tensor([2, 3]),
    layers: [{ b: tensor([5, 7]) }, { b: tensor([11, 13]) }],
    pair: [tensor([1, 2]), tensor([3, 5])] as [Tensor, Tensor],
  };

  test("has the form of nested objects and arrays", () => {
    const gradient = grad(loss)(params);
    expect({
      W: toArray(gradient.W),
      layers: gradient.layers.map(({ b }) => toArray(b)),
      pair: gradient.pair.map(toArray),
    }).toEqual({
      W: [5, 7],
      layers: [
        [2, 3],
        [3, 10],
      ],
      pair: [
        [33, 65],
        [11, 26],
      ],
    });
  });

  test("leaves the parameters as they were", () => {
    const before = JSON.stringify(params);
    grad(loss)(params);
    expect(JSON.stringify(params)).toBe(before);
  });

  test("takes objects without a prototype, and empty ones", () => {
    const bare = Object.assign(Object.create(null) as { x: Tensor }, { x: tensor(3) });
    expect(toArray(grad(({ x }: { x: Variable }) => square(x))(bare).x)).toBe(6);
    expect(grad((_: Record<string, Variable>) => tensor(1))({})).toEqual({});
  });

  test("takes one tensor in two places as two parameters", () => {
    const x = tensor(3);
    const { a, b } = grad(({ a, b }: { a: Variable; b: Variable }) => multiply(a, square(b)))({ a: x, b: x });
    expect([toArray(a), toArray(b)]).toEqual([9, 18]);
  });
});

test("grad(f)(x) adds up over every use of a value", () => {
  const f = (x: Variable): Value => {
    const y = square(x);
    const z = multiply(y, x); // x³
    return add(add(z, y), add(z, x)); // 2x³ + x² + x
  };
  expect(toArray(grad(f)(tensor(2)))).toBe(6 * 4 + 2 * 2 + 1);
  expect(toArray(grad((x) => add(x, x))(tensor(2)))).toBe(2);
});

test("grad(f)(x) visits a value once, however many ways lead to it", () => {
  // 2⁶⁰ ways from the result to x.
  const f = (x: Variable): Value => {
    let y: Value = x;
    for (let i = 0; i < 60; i++) y = add<Value>(y, y);
    return y;
  };
  expect(toArray(grad(f)(tensor(1)))).toBe(2 ** 60);
});

test("grad(f)(x) of a long chain does not overflow the stack", () => {
  const f = (x: Variable): Value => {
    let y: Value = x;
    for (let i = 0; i < 20_000; i++) y = add<Value>(y, 1);
    return y;
  };
  expect(toArray(grad(f)(tensor(1)))).toBe(1);
});

test("grad(f)(x) is zero for an argument that f ignores", () => {
  expect(toArray(grad((_: Variable) => tensor(5))(tensor([1, 2])))).toEqual([0, 0]);
  const { a, b } = grad(({ a }: { a: Variable; b: Variable }) => square(a))({ a: tensor(3), b: tensor([[1, 2]]) });
  expect([toArray(a), toArray(b)]).toEqual([6, [[0, 0]]]);
  expect(toArray(grad((x) => multiply(x, 0))(tensor(3)))).toBe(0);
});

test("grad(f)(x) is one for the identity", () => {
  expect(toArray(grad((x) => x)(tensor(3)))).toBe(1);
});

test("grad(f) takes outer values as constants", () => {
  const c = tensor([2, 3]);
  expect(toArray(grad((x) => sum(multiply(x, c)))(tensor([5, 7])))).toEqual([2, 3]);
});

describe("grad of grad", () => {
  test("d³/dx³ x⁵ = 60x²", () => {
    const f = (x: Value): Value => multiply(square(square(x)), x);
    const third = grad((x) => grad((y) => grad((z) => f(z))(y))(x));
    expect(toArray(third(tensor(2)))).toBe(240);
  });

  test("d/dx [x · d/dy (x + y)] = 1: the inner derivative takes x as a constant", () => {
    const f = (x: Variable): Value => multiply(x, grad((y) => add(x, y))(tensor(4)));
    expect(toArray(grad(f)(tensor(3)))).toBe(1);
  });

  test("d/dx [x · d/dy (x · y)] = 2x: the inner derivative depends on x", () => {
    const f = (x: Variable): Value => multiply(x, grad((y) => multiply(x, y))(tensor(4)) as Value);
    expect(toArray(grad(f)(tensor(3)))).toBe(6);
  });

  test("d/dx [d/dy (x² · y³) at y = x] = d/dx 3x⁴ = 12x³", () => {
    const f = (x: Variable): Value => grad((y) => multiply(square(x), multiply(square(y), y)))(x);
    expect(toArray(grad(f)(tensor(2)))).toBe(96);
  });

  test("∂/∂x and ∂/∂y of x²y³ commute", () => {
    const f = (x: Value, y: Value): Value => multiply(square(x), multiply(square(y), y));
    const xy = grad((x) => grad((y) => f(x, y))(tensor(3)) as Value)(tensor(2));
    const yx = grad((y) => grad((x) => f(x, y))(tensor(2)) as Value)(tensor(3));
    expect([toArray(xy), toArray(yx)]).toEqual([108, 108]);
  });

  test("valueAndGrad inside grad is traced in both parts", () => {
    const f = (x: Variable): Value => {
      const { value, gradient } = valueAndGrad((y) => multiply(square(y), y))(x);
      return multiply(value, gradient); // x³ · 3x²
    };
    expect(toArray(grad(f)(tensor(2)))).toBe(15 * 16);
  });

  test("grad(Σ (∂f/∂x)²) of f = Σ eˣ is 2e²ˣ", () => {
    const x = tensor([0.5, -1, 0.25]);
    const inner = grad((y) => sum(exp(y)));
    const outer = grad((z) => sum(square(inner(z))))(x);
    expect(largestDifference(outer, ops.multiply(2, exp(multiply(2, x))))).toBeLessThan(1e-14);
  });
});

test("grad(f) hands f variables of the shape and dtype of x", () => {
  grad((x) => {
    expect(x).toBeInstanceOf(Variable);
    expect([x.shape, x.dtype]).toEqual([[2, 3], "float32"]);
    return sum(x);
  })(tensor([1, 2, 3, 4, 5, 6], [2, 3], "float32"));
});

test("grad(f) works again after f has thrown", () => {
  const broken = grad(() => {
    throw new Error("from f");
  });
  expect(() => broken(tensor(1))).toThrow("from f");
  expect(toArray(grad((x) => square(x))(tensor(3)))).toBe(6);
});
