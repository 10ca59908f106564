import { operation } from "../../autodiff/operation.ts";
import { tensorOf, type Value } from "../../autodiff/variable.ts";
import { elements } from "../../tensor/elements.ts";
import { allocate, dtypeOf, type Floats, sizeOf, type Tensor, wrap } from "../../tensor/tensor.ts";
import { type Pool2dOptions, poolWindow } from "./pool-window.ts";
import { forEachRun, type Window } from "./window.ts";

/** For each number of the result, where in the source it stands. */
interface Places {
  readonly places: Int32Array;
  readonly from: readonly number[];
  readonly to: readonly number[];
}

const gather = operation<Places>({
  forward([x], { places, to }) {
    const data = elements(x);
    const out = allocate(places.length, dtypeOf(x));
    for (let i = 0; i < out.length; i++) out[i] = data[places[i]];
    return wrap(out, [...to]);
  },
  backward: (cotangent, _, __, ___, places): Value => scatter([cotangent], places),
});

// The transpose of `gather`: every number is added to the place it was taken from.
const scatter = operation<Places>({
  forward([x], { places, from }) {
    const data = elements(x);
    const out = allocate(sizeOf(from), dtypeOf(x));
    for (let i = 0; i < data.length; i++) out[places[i]] += data[i];
    return wrap(out, [...from]);
  },
  backward: (cotangent, _, __, ___, places): Value => gather([cotangent], places),
});

/**
 * Max pooling: the largest number under a window, channel by channel. Padding is never the largest; NaN always is.
 *
 * Gradient: to the largest number alone, the first of equals.
 *
 * Ranzato et al. 2007, "Unsupervised Learning of Invariant Feature Hierarchies".
 *
 * @example
 * ```ts
 * toArray(layers.maxPool2d(tensor([[[1, 5, 2, 2], [3, 4, 9, 2]]]), { size: 2 })); // [[[5, 9]]]
 * ```
 *
 * @param x […, C, H, W]
 * @returns […, C, ⌊(H + 2p − rows) / s⌋ + 1, ⌊(W + 2p − columns) / s⌋ + 1] for stride s and padding p
 * @throws ArgumentError when shapes or options do not fit, or the window is larger than the padded image.
 */
export function maxPool2d(x: Tensor, options: Pool2dOptions): Tensor;
export function maxPool2d<T extends Value>(x: T | Tensor, options: Pool2dOptions): T;
export function maxPool2d(x: Value, options: Pool2dOptions): Value {
  const window = poolWindow("layers.maxPool2d", x, options);
  const to = [...x.shape.slice(0, -2), ...window.output];
  return gather([x], { places: largestPlaces(elements(tensorOf(x)), window), from: x.shape, to });
}

function largestPlaces(data: Floats, window: Window): Int32Array {
  const [pixels, outputs] = [sizeOf(window.image), sizeOf(window.output)];
  const planes = data.length / pixels;
  const places = new Int32Array(planes * outputs).fill(-1);
  const step = window.stride[1];
  for (let plane = 0; plane < planes; plane++) {
    const [source, sink] = [plane * pixels, plane * outputs];
    forEachRun(window, (_, from, to, length) => {
      for (let i = 0; i < length; i++) {
        const [at, out] = [source + from + i * step, sink + to + i];
        const best = places[out];
        if (best < 0 || data[at] > data[best] || Number.isNaN(data[at])) places[out] = at;
      }
    });
  }
  return places;
}
