import type { Value } from "../../autodiff/variable.ts";
import { mean, reshape } from "../../ops/index.ts";
import { shapes } from "../../tensor/shapes.ts";
import type { Tensor } from "../../tensor/tensor.ts";

/**
 * Global average pooling: the mean of each channel over its image, one number a channel.
 *
 * Lin, Chen & Yan 2014, "Network in Network", §3.2; the squeeze of Hu et al. 2018, Eq. 2.
 *
 * @example
 * ```ts
 * toArray(layers.globalAveragePool(tensor([[[1, 2], [3, 4]], [[0, 0], [0, 8]]]))); // [2.5, 2]
 * ```
 *
 * @param x […, C, H, W]
 * @returns […, C]
 * @throws ArgumentError when `x` has fewer than three axes.
 */
export function globalAveragePool(x: Tensor): Tensor;
export function globalAveragePool<T extends Value>(x: T | Tensor): T;
export function globalAveragePool(x: Value): Value {
  const { C, H, W, lead } = shapes("layers.globalAveragePool", { x: [x, "… C H W"] });
  return mean<Value>(reshape<Value>(x, [...lead, C, H * W]), { axis: -1 });
}
