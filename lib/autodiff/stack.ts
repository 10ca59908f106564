import { elements } from "../tensor/elements.ts";
import { allocate, dtypeOf, sizeOf, type Tensor, wrap } from "../tensor/tensor.ts";
import { operation } from "./operation.ts";
import type { Value } from "./variable.ts";

const applyStack = operation({
  forward(rows) {
    const size = sizeOf(rows[0].shape);
    const out = allocate(rows.length * size, dtypeOf(rows[0]));
    rows.forEach((one, i) => {
      out.set(elements(one), i * size);
    });
    return wrap(out, [rows.length, ...rows[0].shape]);
  },
  backward: (cotangent, index) => row(cotangent, index),
});

const applyRow = operation<{ index: number }>({
  forward: ([x], { index }) => x.pick(index) as Tensor,
  backward: (cotangent, _, [x], __, { index }) => applyPlace([cotangent], { index, rows: x.shape[0] }),
});

// The transpose of `row`: all zero but for one row.
const applyPlace = operation<{ index: number; rows: number }>({
  forward([x], { index, rows }) {
    const size = sizeOf(x.shape);
    const out = allocate(rows * size, dtypeOf(x));
    out.set(elements(x), index * size);
    return wrap(out, [rows, ...x.shape]);
  },
  backward: (cotangent, _, __, ___, { index }) => row(cotangent, index),
});

/** Values of one shape as the rows of a new first axis. */
export function stack(rows: readonly Value[]): Value {
  return applyStack(rows);
}

/** x[index] along the first axis. */
export function row(x: Value, index: number): Value {
  return applyRow([x], { index });
}
