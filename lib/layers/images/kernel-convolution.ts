import { mostNumbers, rowsOfTask, worthKernels } from "../../ops/kernel-product.ts";
import { elements } from "../../tensor/elements.ts";
import { type Floats, sizeOf, type Tensor } from "../../tensor/tensor.ts";
import type { Kernels } from "../../wasm/kernels.ts";
import type { Window } from "./window.ts";

/**
 * Images x […, C, H, W] under F kernels [F, C, rows, columns] by the kernels of WebAssembly: […, F, H'·W'], bit for bit
 * as their product with the matrix of patches, which need not be written for it. `undefined` where they gain nothing.
 */
export function kernelConvolution(kernels: Kernels, W: Tensor, x: Tensor, window: Window): Floats | undefined {
  const {
    image: [height, width],
    size: [rows, columns],
    padding: [top, left],
  } = window;
  const [F, C] = W.shape;
  const count = sizeOf(x.shape.slice(0, -3));
  const depth = C * rows * columns;
  const outputs = sizeOf(window.output);
  if (!worthKernels(count, F, depth, outputs)) return undefined;

  const padded = [height + 2 * top, width + 2 * left] as const;
  const isPadded = top + left > 0;
  const panels = Math.ceil(outputs / 8);
  const block = rowsOfTask(depth);
  const scratchCount = Math.max(8, kernels.exports.multiplyScratch(block, depth));
  const inputs = [F * depth, count * C * height * width, isPadded ? count * C * sizeOf(padded) : 0];
  const outcomes = [count * panels * 8 * depth, count * F * outputs];
  const wanted = [32, 32, count, count, ...inputs, ...outcomes, kernels.threads * scratchCount];
  if (sum(wanted) > mostNumbers) return undefined;
  const [patchJob, job, first, numbers, ws, xs, around, packed, out, scratch] = kernels.room(...wanted);

  kernels.floats(ws, inputs[0]).set(elements(W));
  kernels.floats(xs, inputs[1]).set(elements(x));
  kernels.integers(first, count).fill(0);
  for (let i = 0, all = kernels.integers(numbers, count); i < count; i++) all[i] = i;
  const images = [xs, isPadded ? around : xs, packed, C, height, width, ...padded, top, left];
  kernels.job(patchJob, [...images, rows, columns, ...window.stride, outputs, window.output[1]]);
  kernels.job(job, [ws, 0, packed, out, first, numbers, F, depth, outputs, block, depth * 4, 4, 0, 0]);
  if (isPadded) kernels.run("padPlane", patchJob, count * C);
  kernels.run("packPatches", patchJob, count * panels, scratch, scratchCount);
  kernels.run("multiply", job, count * Math.ceil(F / block), scratch, scratchCount);
  return kernels.floats(out, outcomes[1]).slice();
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);
