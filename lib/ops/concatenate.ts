import { operation } from "../autodiff/operation.ts";
import type { Value } from "../autodiff/variable.ts";
import { ArgumentError, expectArray, expectOptions } from "../tensor/argument-error.ts";
import { zeros } from "../tensor/create.ts";
import { copyInto } from "../tensor/elements.ts";
import { expectSameDType, expectShaped } from "../tensor/shapes.ts";
import { dtypeOf, type Tensor } from "../tensor/tensor.ts";
import { axisOf } from "./reduce.ts";
import { slice, sliceView } from "./slice.ts";

const apply = operation<{ readonly axis: number }>({
  forward(values, { axis }) {
    const length = values.reduce((sum, { shape }) => sum + shape[axis], 0);
    const out = zeros(
      values[0].shape.map((own, i) => (i === axis ? length : own)),
      dtypeOf(values[0]),
    );
    let from = 0;
    for (const value of values) {
      const to = from + value.shape[axis];
      copyInto(sliceView(out, { axis, from, to }), value);
      from = to;
    }
    return out;
  },
  backward(cotangent, index, values, _, { axis }) {
    const from = values.slice(0, index).reduce((sum, { shape }) => sum + shape[axis], 0);
    return slice<Value>(cotangent, { axis, from, to: from + values[index].shape[axis] });
  },
});

/**
 * Values one after the other along an axis they have (negative counts from the last); their other axes agree.
 *
 * @example
 * ```ts
 * const [a, b] = [tensor([[1], [2]]), tensor([[3], [4]])];
 * toArray(ops.concatenate([a, b], { axis: 0 })); // [[1], [2], [3], [4]]
 * toArray(ops.concatenate([a, b], { axis: -1 })); // [[1, 3], [2, 4]]
 * ```
 *
 * @throws ArgumentError when there are none, or dtypes or other axes differ.
 */
export function concatenate(values: readonly Tensor[], options: { readonly axis: number }): Tensor;
export function concatenate<T extends Value>(values: readonly (T | Tensor)[], options: { readonly axis: number }): T;
export function concatenate(values: readonly Value[], options: { readonly axis: number }): Value {
  const caller = "ops.concatenate";
  expectArray(caller, "values", values);
  expectOptions(caller, options, ["axis"]);
  if (values.length === 0) throw new ArgumentError(caller, "values", "length 0", "at least one tensor");
  values.forEach((value, i) => {
    expectShaped(caller, `values[${i}]`, value);
  });
  const axis = axisOf(caller, values[0], options.axis, "values[0]");
  const others = ({ shape }: Value): string => shape.map((length, i) => (i === axis ? "…" : length)).join(", ");
  values.forEach((value, i) => {
    expectSameDType(caller, `values[${i}]`, value, values[0].dtype, "values[0]");
    if (others(value) !== others(values[0])) {
      const has = `shape [${value.shape.join(", ")}]`;
      throw new ArgumentError(caller, `values[${i}]`, has, `[${others(values[0])}] (from values[0])`);
    }
  });
  return apply(values, { axis });
}
