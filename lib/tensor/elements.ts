import { expectTensor } from "./shapes.ts";
import { allocate, dtypeOf, type Floats, type NestedArray, sizeOf, type Tensor, wrap } from "./tensor.ts";

/** Do the elements lie in row-major order without gaps? */
export function isDense(t: { readonly shape: readonly number[]; readonly stride: readonly number[] }): boolean {
  let expected = 1;
  for (let axis = t.shape.length - 1; axis >= 0; axis--) {
    const length = t.shape[axis];
    if (length !== 1 && t.stride[axis] !== expected) return false;
    expected *= length;
  }
  return true;
}

/** The elements in row-major order: the tensor's own memory where it is dense, else a copy. Not to be written to. */
export function elements(t: Tensor): Floats {
  const size = sizeOf(t.shape);
  if (isDense(t)) return size === t.data.length ? t.data : t.data.subarray(t.offset, t.offset + size);
  const out = allocate(size, dtypeOf(t));
  let at = 0;
  forEachRow(t.shape, [t], ([start]) => {
    const length = t.shape[t.shape.length - 1];
    const step = t.stride[t.shape.length - 1];
    for (let i = 0; i < length; i++) out[at++] = t.data[start + i * step];
  });
  return out;
}

/** The same numbers in memory of their own, dense. */
export function copy(t: Tensor): Tensor {
  return wrap(elements(t).slice(), [...t.shape]);
}

/** Write the numbers of `source` into `target`, a view of the same shape. */
export function copyInto(target: Tensor, source: Tensor): void {
  const last = source.shape.length - 1;
  const length = source.shape[last] ?? 1;
  const [to, from] = [target.stride[last] ?? 0, source.stride[last] ?? 0];
  forEachRow(source.shape, [target, source], ([sink, start]) => {
    for (let i = 0; i < length; i++) target.data[sink + i * to] = source.data[start + i * from];
  });
}

/**
 * The tensor as nested arrays of numbers; a scalar gives the number itself.
 *
 * @example
 * ```ts
 * toArray(tensor(new Float64Array([1, 2, 3, 4]), [2, 2])); // [[1, 2], [3, 4]]
 * toArray(tensor(5)); // 5
 * ```
 *
 * @throws ArgumentError when `t` is not a tensor.
 */
export function toArray(t: Tensor): NestedArray {
  expectTensor("toArray", "t", t);
  const data = elements(t);
  const build = (axis: number, start: number, step: number): NestedArray => {
    if (axis === t.shape.length) return data[start];
    const inner = step / t.shape[axis];
    return Array.from({ length: t.shape[axis] }, (_, i) => build(axis + 1, start + i * inner, inner));
  };
  return build(0, 0, data.length);
}

/** Strides and a start in memory: all that walking through an array needs. */
export interface Layout {
  readonly stride: readonly number[];
  readonly offset: number;
}

/**
 * Visit the rows (all axes but the last) of a shape in row-major order, with where each row starts in every layout.
 *
 * The array of starts is reused between visits.
 */
export function forEachRow(
  shape: readonly number[],
  layouts: readonly Layout[],
  visit: (starts: number[]) => void,
): void {
  const axes = shape.length - 1;
  const index = new Array<number>(Math.max(axes, 0)).fill(0);
  const starts = layouts.map((layout) => layout.offset);
  if (sizeOf(shape) === 0) return;
  while (true) {
    visit(starts);
    let axis = axes - 1;
    for (; axis >= 0; axis--) {
      index[axis]++;
      for (let l = 0; l < layouts.length; l++) starts[l] += layouts[l].stride[axis];
      if (index[axis] < shape[axis]) break;
      for (let l = 0; l < layouts.length; l++) starts[l] -= index[axis] * layouts[l].stride[axis];
      index[axis] = 0;
    }
    if (axis < 0) return;
  }
}
