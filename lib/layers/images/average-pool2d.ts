import { operation } from "../../autodiff/operation.ts";
import type { Value } from "../../autodiff/variable.ts";
import { elements } from "../../tensor/elements.ts";
import { allocate, dtypeOf, sizeOf, type Tensor, wrap } from "../../tensor/tensor.ts";
import { type Pool2dOptions, poolWindow } from "./pool-window.ts";
import { forEachRun, type Window } from "./window.ts";

const average = operation<Window>({
  forward([x], window) {
    const [pixels, outputs] = [sizeOf(window.image), sizeOf(window.output)];
    const data = elements(x);
    const planes = data.length / pixels;
    const covered = coveredBy(window);
    const out = allocate(planes * outputs, dtypeOf(x));
    const sums = new Float64Array(outputs); // in double precision, also for float32
    const step = window.stride[1];
    for (let plane = 0; plane < planes; plane++) {
      sums.fill(0);
      forEachRun(window, (_, from, to, length) => {
        const start = plane * pixels + from;
        for (let i = 0; i < length; i++) sums[to + i] += data[start + i * step];
      });
      for (let i = 0; i < outputs; i++) out[plane * outputs + i] = sums[i] / covered[i];
    }
    return wrap(out, [...x.shape.slice(0, -2), ...window.output]);
  },
  backward: (cotangent, _, __, ___, window): Value => spread([cotangent], window),
});

// The transpose of `average`: every number is shared out equally to the pixels it was the mean of.
const spread = operation<Window>({
  forward([x], window) {
    const [pixels, outputs] = [sizeOf(window.image), sizeOf(window.output)];
    const data = elements(x);
    const planes = data.length / outputs;
    const covered = coveredBy(window);
    const out = allocate(planes * pixels, dtypeOf(x));
    const step = window.stride[1];
    for (let plane = 0; plane < planes; plane++) {
      forEachRun(window, (_, from, to, length) => {
        const [target, start] = [plane * pixels + from, plane * outputs + to];
        for (let i = 0; i < length; i++) out[target + i * step] += data[start + i] / covered[to + i];
      });
    }
    return wrap(out, [...x.shape.slice(0, -2), ...window.image]);
  },
  backward: (cotangent, _, __, ___, window): Value => average([cotangent], window),
});

/** How many pixels each window covers: less than its size where it reaches into the padding. */
function coveredBy(window: Window): Float64Array {
  const covered = new Float64Array(sizeOf(window.output));
  forEachRun(window, (_, __, to, length) => {
    for (let i = 0; i < length; i++) covered[to + i]++;
  });
  return covered;
}

/**
 * Average pooling: the mean of the pixels under a window, channel by channel. Padding is not counted.
 *
 * LeCun et al. 1998, "Gradient-Based Learning Applied to Document Recognition", §II.B (there with a learned gain).
 *
 * @example
 * ```ts
 * toArray(layers.averagePool2d(tensor([[[1, 5, 2, 2], [3, 3, 8, 4]]]), { size: 2 })); // [[[3, 4]]]
 * ```
 *
 * @param x […, C, H, W]
 * @returns […, C, ⌊(H + 2p − rows) / s⌋ + 1, ⌊(W + 2p − columns) / s⌋ + 1] for stride s and padding p
 * @throws ArgumentError when shapes or options do not fit, or the window is larger than the padded image.
 */
export function averagePool2d(x: Tensor, options: Pool2dOptions): Tensor;
export function averagePool2d<T extends Value>(x: T | Tensor, options: Pool2dOptions): T;
export function averagePool2d(x: Value, options: Pool2dOptions): Value {
  return average([x], poolWindow("layers.averagePool2d", x, options));
}
