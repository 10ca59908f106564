import type { Value } from "../autodiff/variable.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** A feature map of linear attention, row by row: x […, n, d] to φ(x) […, n, r]. */
export type FeatureMap = <T extends Value = Tensor>(x: T | Tensor) => T;
