import ndarray from "ndarray";
import type { Tensor } from "../../lib/index.ts";

const gap = Number.NaN; // what a view must never read

/** The same numbers in other memory: views with an offset, steps, exchanged axes, and negative strides. */
export function layouts(t: Tensor): [name: string, view: Tensor][] {
  const axes = t.shape.map((_, axis) => axis);
  const backwards = [...axes].reverse();
  const twice = t.shape.map((length) => 2 * length);
  return [
    ["dense", filled(t, memory(t, t.shape))],
    ["offset", filled(t, offset(t))],
    ["stepped", filled(t, memory(t, twice).step(...axes.map(() => 2)) as Tensor)],
    ["transposed", filled(t, memory(t, [...t.shape].reverse()).transpose(...backwards) as Tensor)],
    ["reversed", filled(t, memory(t, t.shape).step(...axes.map(() => -1)) as Tensor)],
  ];
}

/** Every place of a shape, in row-major order. */
export function places(shape: readonly number[]): number[][] {
  return shape.reduce<number[][]>(
    (all, length) => all.flatMap((place) => Array.from({ length }, (_, i) => [...place, i])),
    [[]],
  );
}

function memory(t: Tensor, shape: readonly number[]): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  const data = t.dtype === "float32" ? new Float32Array(size) : new Float64Array(size);
  return ndarray(data.fill(gap), [...shape]) as Tensor;
}

function offset(t: Tensor): Tensor {
  const { data } = memory(t, [t.size + 7]);
  return ndarray(data, [...t.shape], undefined, 3) as Tensor;
}

function filled(t: Tensor, view: Tensor): Tensor {
  for (const place of places(t.shape)) view.set(...place, t.get(...place));
  return view;
}
