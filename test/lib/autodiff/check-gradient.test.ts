import { describe, expect, test } from "vitest";
import { operation } from "../../../lib/autodiff/operation.ts";
import { checkGradient, ops, type Tensor, tensor, toArray, type Value, type Variable } from "../../../lib/index.ts";
import { sample } from "../samples.ts";

/** x², with a gradient that is given. */
function squareWith(backward: (cotangent: Value, x: Value) => Value): (x: Value) => Value {
  const apply = operation({
    forward: ([x]) => ops.square(x!),
    backward: (cotangent, _, [x]) => backward(cotangent, x!),
  });
  return (x) => apply([x]);
}

describe("checkGradient(f, x) notices", () => {
  const { multiply } = ops;
  const right = squareWith((g, x) => multiply<Value>(g, multiply<Value>(2, x)));

  test("nothing in a right gradient", () => {
    expect(checkGradient(right, sample([3, 5]))).toBeLessThan(1e-9);
  });

  test.each([
    ["a sign", squareWith((g, x) => multiply<Value>(g, multiply<Value>(-2, x)))],
    ["a factor", squareWith((g, x) => multiply<Value>(g, x))],
    ["a factor of 1.00001", squareWith((g, x) => multiply<Value>(g, multiply<Value>(2.00002, x)))],
    ["a missing cotangent", squareWith((_, x) => multiply<Value>(2, x))],
    ["zeros", squareWith((g) => multiply<Value>(g, 0))],
    ["exchanged entries", squareWith((g, x) => ops.take<Value>(multiply<Value>(g, multiply<Value>(2, x)), [0, 2, 1]))],
  ])("%s", (_, wrong) => {
    expect(checkGradient(wrong, sample([3, 5]))).toBeGreaterThan(1e-6);
  });

  test("one wrong entry of many", () => {
    const one = tensor(
      Float64Array.from({ length: 15 }, (_, i) => (i === 11 ? 2.1 : 2)),
      [3, 5],
    );
    expect(
      checkGradient(
        squareWith((g, x) => multiply<Value>(g, multiply<Value>(one, x))),
        sample([3, 5]),
      ),
    ).toBeGreaterThan(1e-4);
  });

  test("NaN in a gradient, and in a value", () => {
    expect(
      checkGradient(
        squareWith((g) => multiply<Value>(g, Number.NaN)),
        sample([3]),
      ),
    ).toBe(Number.NaN);
    expect(checkGradient((x) => ops.log(x), tensor([-1, 1]))).toBe(Number.NaN);
  });

  test("a kink within h of x", () => {
    expect(checkGradient((x) => ops.relu(x), tensor([1e-7]))).toBeGreaterThan(0.1);
  });
});

test("checkGradient(f, params) is |g − ĝ| / max(1, |g|, |ĝ|)", () => {
  const halved = squareWith((g, x) => ops.multiply<Value>(g, x));
  const direction = 1.2328264635639896; // the first normal number of seed 1
  // g = x·r and ĝ = 2x·r: half of the larger where that is above 1, else the difference itself.
  expect(checkGradient(halved, tensor([100]))).toBeCloseTo(0.5, 6);
  expect(checkGradient(halved, tensor([0.1]))).toBeCloseTo(0.1 * direction, 6);
});

test("checkGradient(f, params) covers every leaf", () => {
  const wrong = squareWith((g) => g);
  const f = ({ a, b }: { a: Variable; b: Variable[] }): Value => ops.add(ops.square(a), wrong(b[1]!));
  const at = { a: tensor([1, 2]), b: [tensor([7]), tensor([3, 4])] };
  expect(checkGradient(f, at)).toBeGreaterThan(0.1);
});

test("checkGradient(f, x) covers every output: a wrong one alone is noticed", () => {
  const wrong = squareWith((g) => g);
  expect(checkGradient((x) => ops.stack([ops.square(x), wrong(x) as Variable]), tensor([1, 2]))).toBeGreaterThan(0.1);
});

test("checkGradient(f, x) takes large and small x", () => {
  expect(checkGradient((x) => ops.log(x), tensor([1e8, 3]))).toBeLessThan(1e-9);
  expect(checkGradient((x) => ops.square(x), tensor([1e6]))).toBeLessThan(1e-9);
  expect(checkGradient((x) => ops.tanh(x), tensor([1e-9]))).toBeLessThan(1e-9);
});

test("checkGradient(f, x) leaves x as it was, also when f throws half-way", () => {
  const x = sample([3, 2]);
  const before = toArray(x);
  let calls = 0;
  const failing = (y: Variable): Value => {
    if (++calls === 4) throw new Error("from f");
    return ops.square(y);
  };
  expect(() => checkGradient(failing, x)).toThrow("from f");
  expect(toArray(x)).toEqual(before);
});

test("checkGradient(f, x) takes views", () => {
  const x = sample([5, 3]).step(-1, 2) as Tensor;
  expect(checkGradient((y) => ops.exp(y), x)).toBeLessThan(1e-8);
});

test("checkGradient(f, x, seed) is the same for the same seed, and another for another", () => {
  const wrong = squareWith((g) => g);
  const at = (seed?: number) => checkGradient(wrong, tensor([1, 2]), seed);
  expect(at()).toBe(at(1));
  expect(at(2)).not.toBe(at(1));
});
