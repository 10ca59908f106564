import type { Value } from "../../autodiff/variable.ts";
import { add, matmul, reshape } from "../../ops/index.ts";
import { expectInteger, expectObject, expectOptions } from "../../tensor/argument-error.ts";
import { zeros } from "../../tensor/create.ts";
import type { Random } from "../../tensor/random.ts";
import { shapes } from "../../tensor/shapes.ts";
import { type DType, dtypeOf, expectDType, isTensor, sizeOf, type Tensor, wrap } from "../../tensor/tensor.ts";
import { kernels } from "../../wasm/backend.ts";
import { fanInUniform } from "../fan-in-uniform.ts";
import { kernelConvolution } from "./kernel-convolution.ts";
import { patches } from "./patches.ts";
import { type RowsAndColumns, rowsAndColumns, type Window, windowOn } from "./window.ts";

/** The parameters of `conv2d`: F kernels over C channels. */
export interface Conv2dParams<T extends Value = Tensor> {
  /** [F, C, rows, columns] */
  readonly W: T | Tensor;
  /** [F] */
  readonly b?: T | Tensor;
}

/** The sizes of a convolution, and whether it has a bias (by default it has). */
export interface Conv2dSizes {
  /** C, the channels of the images. */
  readonly input: number;
  /** F, the channels of the result. */
  readonly output: number;
  readonly kernel: RowsAndColumns;
  readonly bias?: boolean;
}

/** How the kernel moves: in steps of `stride` (1), over `padding` (0) rows and columns of zeros around the image. */
export interface Conv2dOptions {
  readonly stride?: RowsAndColumns;
  readonly padding?: RowsAndColumns;
}

/**
 * Random weights for `conv2d`, uniform in ±1/√(C·rows·columns), and biases of 0.
 *
 * @example
 * ```ts
 * layers.initialiseConv2d(random(1), { input: 3, output: 2, kernel: 5 }).W.shape; // [2, 3, 5, 5]
 * ```
 *
 * @throws ArgumentError when a size is not a whole number above 0.
 */
export function initialiseConv2d(random: Random, sizes: Conv2dSizes, dtype: DType = "float64"): Conv2dParams {
  const caller = "layers.initialiseConv2d";
  expectOptions(caller, sizes, ["input", "output", "kernel", "bias"], "sizes");
  const { input, output, bias = true } = sizes;
  expectInteger(caller, "input", input, 1);
  expectInteger(caller, "output", output, 1);
  const [rows, columns] = rowsAndColumns(caller, "kernel", sizes.kernel, 1);
  expectDType(caller, dtype);
  const W = fanInUniform(random, [output, input, rows, columns], input * rows * columns, dtype);
  return bias ? { W, b: zeros([output], dtype) } : { W };
}

/**
 * The convolution of images with F kernels: out[f, y, x] = b[f] + Σ W[f, c, i, j] · x[c, y·s + i − p, x·s + j − p] over
 * c, i and j, with stride s, and 0 outside the image (padding p). As everywhere in this field, the kernel is not
 * mirrored.
 *
 * Computed as one matrix product, W · the patches of the image; fast kernels of Float32 need not write the patches down.
 *
 * LeCun et al. 1989, "Backpropagation Applied to Handwritten Zip Code Recognition".
 *
 * @example
 * ```ts
 * const edges = { W: tensor([[[[-1, 1]]]]) };
 * toArray(layers.conv2d(edges, tensor([[[1, 1, 4, 4]]]))); // [[[0, 3, 0]]]
 * ```
 *
 * @param x […, C, H, W]
 * @returns […, F, ⌊(H + 2p − rows) / s⌋ + 1, ⌊(W + 2p − columns) / s⌋ + 1]
 * @throws ArgumentError when shapes, dtypes or options do not fit, or the kernel is larger than the padded image.
 */
export function conv2d(params: Conv2dParams, x: Tensor, options?: Conv2dOptions): Tensor;
export function conv2d<T extends Value>(params: Conv2dParams<T>, x: T | Tensor, options?: Conv2dOptions): T;
export function conv2d(params: Conv2dParams<Value>, x: Value, options: Conv2dOptions = {}): Value {
  const caller = "layers.conv2d";
  expectObject(caller, "params", params);
  expectOptions(caller, options, ["stride", "padding"]);
  const { W, b } = params;
  const { F, rows, columns, lead } = shapes(caller, {
    x: [x, "… C H W"],
    W: [W, "F C rows columns"],
    ...(b === undefined ? {} : { b: [b, "F"] as const }),
  });
  const stride = rowsAndColumns(caller, "stride", options.stride ?? 1, 1);
  const padding = rowsAndColumns(caller, "padding", options.padding ?? 0, 0);
  const window = windowOn(caller, x, [rows, columns], stride, padding);

  const product = convolve(W, x, window); // […, F, H'·W']
  const biased = b === undefined ? product : add<Value>(product, reshape<Value>(b, [F, 1]));
  return reshape<Value>(biased, [...lead, F, ...window.output]);
}

/** The product of kernels [F, C, rows, columns] and the patches of images: […, F, H'·W']. */
function convolve(W: Value, x: Value, window: Window): Value {
  const [F, ...kernel] = W.shape;
  // A gradient needs the patches: only without one may they not be written.
  if (isTensor(W) && isTensor(x) && dtypeOf(x) === "float32") {
    const active = kernels();
    const fast = active && kernelConvolution(active, W, x, window);
    if (fast !== undefined) return wrap(fast, [...x.shape.slice(0, -3), F, sizeOf(window.output)]);
  }
  return matmul<Value>(reshape<Value>(W, [F, sizeOf(kernel)]), patches(x, window));
}
