import { operation } from "../../autodiff/operation.ts";
import type { Value } from "../../autodiff/variable.ts";
import { elements } from "../../tensor/elements.ts";
import { allocate, dtypeOf, wrap } from "../../tensor/tensor.ts";
import { forEachRun, type Window } from "./window.ts";

const cut = operation<Window>({
  forward([x], window) {
    const { lead, channels, pixels, outputs, area } = sizesOf(x.shape.slice(0, -2), window);
    const data = elements(x);
    const out = allocate((data.length / pixels) * area * outputs, dtypeOf(x));
    const step = window.stride[1];
    for (let plane = 0; plane < data.length / pixels; plane++) {
      const [source, sink] = [plane * pixels, plane * area * outputs];
      forEachRun(window, (place, from, to, length) => {
        const [start, target] = [source + from, sink + place * outputs + to];
        for (let i = 0; i < length; i++) out[target + i] = data[start + i * step];
      });
    }
    return wrap(out, [...lead, channels * area, outputs]);
  },
  backward: (cotangent, _, [x], __, window): Value =>
    paste([cotangent], { ...window, channels: x.shape[x.shape.length - 3] }),
});

// The transpose of `cut`: every number is added to the pixel it came from.
const paste = operation<Window & { readonly channels: number }>({
  forward([x], { channels, ...window }) {
    const shape = [...x.shape.slice(0, -2), channels];
    const { pixels, outputs, area } = sizesOf(shape, window);
    const data = elements(x);
    const planes = data.length / (area * outputs);
    const out = allocate(planes * pixels, dtypeOf(x));
    const step = window.stride[1];
    for (let plane = 0; plane < planes; plane++) {
      const [sink, source] = [plane * pixels, plane * area * outputs];
      forEachRun(window, (place, from, to, length) => {
        const [target, start] = [sink + from, source + place * outputs + to];
        for (let i = 0; i < length; i++) out[target + i * step] += data[start + i];
      });
    }
    return wrap(out, [...shape, ...window.image]);
  },
  backward: (cotangent, _, __, ___, { channels: ____, ...window }): Value => cut([cotangent], window),
});

function sizesOf(shape: readonly number[], { image, size, output }: Window) {
  return {
    lead: shape.slice(0, -1),
    channels: shape[shape.length - 1],
    pixels: image[0] * image[1],
    outputs: output[0] * output[1],
    area: size[0] * size[1],
  };
}

/**
 * The patches of images x […, C, H, W] under a window, as columns […, C·rows·columns, H'·W'] ("im2col"): padding is 0.
 *
 * Chellapilla, Puri & Simard 2006, "High Performance Convolutional Neural Networks for Document Processing", §3.1.
 */
export function patches(x: Value, window: Window): Value {
  return cut([x], window);
}
