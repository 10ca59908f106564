import type { Value } from "../autodiff/variable.ts";
import { shapes } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { FeatureMap } from "./feature-map.ts";

/**
 * φ(x) = x: fast weights as they were first written.
 *
 * Schmidhuber 1992, "Learning to Control Fast-Weight Memories"; Schlag, Irie & Schmidhuber 2021, "Linear Transformers
 * Are Secretly Fast Weight Programmers", §2.
 *
 * @example
 * ```ts
 * toArray(featureMaps.identity()(tensor([[1, -2]]))); // [[1, -2]]
 * ```
 *
 * The map throws ArgumentError when x is not […, n, d].
 */
export function identity(): FeatureMap {
  return <T extends Value>(x: T | Tensor): T => {
    shapes("featureMaps.identity", { x: [x, "… n d"] });
    return x as T;
  };
}
