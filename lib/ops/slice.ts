import { operation } from "../autodiff/operation.ts";
import type { Value } from "../autodiff/variable.ts";
import { ArgumentError, expectInteger, expectOptions } from "../tensor/argument-error.ts";
import { zeros } from "../tensor/create.ts";
import { copyInto } from "../tensor/elements.ts";
import { expectShaped } from "../tensor/shapes.ts";
import { dtypeOf, type Tensor } from "../tensor/tensor.ts";
import { axisOf } from "./reduce.ts";

/** The places from … to − 1 of an axis (negative counts from the last). */
export interface SliceOptions {
  readonly axis: number;
  readonly from: number;
  readonly to: number;
}

/** The part of `x` with the given places of one axis, as a view: nothing is copied. */
export function sliceView(x: Tensor, { axis, from, to }: SliceOptions): Tensor {
  const start = x.shape.map((_, i) => (i === axis ? from : 0));
  const shape = x.shape.map((length, i) => (i === axis ? to - from : length));
  return x.lo(...start).hi(...shape) as Tensor;
}

const cut = operation<SliceOptions>({
  forward: ([x], part) => sliceView(x, part),
  backward: (cotangent, _, [x], __, part): Value => place([cotangent], { ...part, length: x.shape[part.axis] }),
});

// The transpose of `cut`: zeros, but for the part.
const place = operation<SliceOptions & { readonly length: number }>({
  forward([x], { length, ...part }) {
    const out = zeros(
      x.shape.map((own, i) => (i === part.axis ? length : own)),
      dtypeOf(x),
    );
    copyInto(sliceView(out, part), x);
    return out;
  },
  backward: (cotangent, _, __, ___, part): Value => cut([cotangent], part),
});

/**
 * The places from … to − 1 of one axis of `x`. A view: nothing is copied.
 *
 * @example
 * ```ts
 * toArray(ops.slice(tensor([1, 2, 3, 4]), { axis: 0, from: 1, to: 3 })); // [2, 3]
 * ```
 *
 * @throws ArgumentError when `axis` is not an axis of `x`, or the places are not among its places.
 */
export function slice(x: Tensor, options: SliceOptions): Tensor;
export function slice<T extends Value>(x: T | Tensor, options: SliceOptions): T;
export function slice(x: Value, options: SliceOptions): Value {
  expectShaped("ops.slice", "x", x);
  expectOptions("ops.slice", options, ["axis", "from", "to"]);
  const axis = axisOf("ops.slice", x, options.axis);
  const { from, to } = options;
  expectInteger("ops.slice", "from", from, 0);
  expectInteger("ops.slice", "to", to, from);
  if (to > x.shape[axis]) {
    throw new ArgumentError("ops.slice", "to", `value ${to}`, `at most ${x.shape[axis]}, the length of axis ${axis}`);
  }
  return cut([x], { axis, from, to });
}
