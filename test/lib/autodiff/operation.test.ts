import { expect, test } from "vitest";
import { operation } from "../../../lib/autodiff/operation.ts";
import { grad, ops, type Tensor, tensor, toArray, type Value, Variable } from "../../../lib/index.ts";

const power = operation<number>({
  forward: ([x], exponent) =>
    tensor(
      x!.data.map((value) => value ** exponent),
      x!.shape,
    ),
  backward: (cotangent, _, [x], output, exponent) =>
    ops.multiply<Value>(cotangent, ops.divide<Value>(ops.multiply<Value>(exponent, output), x!)),
});

test("operation(definition) on tensors is forward, untraced", () => {
  const result = power([tensor([2, 3])], 3);
  expect(result).not.toBeInstanceOf(Variable);
  expect(toArray(result as Tensor)).toEqual([8, 27]);
});

test("operation(definition) passes options, inputs and output to backward, at every depth", () => {
  const f = (x: Value): Value => power([x], 3);
  const first = grad((x) => f(x));
  const second = grad((x) => first(x));
  expect([toArray(first(tensor(2))), toArray(second(tensor(2)))]).toEqual([12, 12]); // 3x² and 6x
});

test("operation(definition) traces to the innermost trace of its inputs", () => {
  grad((x) => {
    grad((y) => {
      expect((power([y], 2) as Variable).trace).toBe(y.trace);
      expect((power([x], 2) as Variable).trace).toBe(x.trace);
      expect((ops.add(x, y) as Variable).trace).toBe(y.trace);
      expect(ops.add(tensor(1), tensor(2))).not.toBeInstanceOf(Variable);
      return y;
    })(tensor(1));
    return x;
  })(tensor(1));
});

test("operation(definition) asks backward only for traced inputs", () => {
  const asked: number[] = [];
  const first = operation({
    forward: ([x]) => x!,
    backward(cotangent, index) {
      asked.push(index);
      return cotangent;
    },
  });
  grad((x) => first([x, tensor(1), x, tensor(2)]))(tensor(1));
  expect(asked).toEqual([0, 2]);
});
