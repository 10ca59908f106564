import type { Value } from "../autodiff/variable.ts";
import { add, exp, lessEqual, where } from "../ops/index.ts";
import { shapes } from "../tensor/shapes.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { FeatureMap } from "./feature-map.ts";

/**
 * φ(x) = elu(x) + 1: x + 1 above 0 and eˣ below, so that all features are positive.
 *
 * Katharopoulos et al. 2020, "Transformers are RNNs", Eq. 7.
 *
 * @example
 * ```ts
 * toArray(featureMaps.elu()(tensor([[-Math.log(2), 0, 3]]))); // [[0.5, 1, 4]]
 * ```
 *
 * The map throws ArgumentError when x is not […, n, d].
 */
export function elu(): FeatureMap {
  return <T extends Value>(x: T | Tensor): T => {
    shapes("featureMaps.elu", { x: [x, "… n d"] });
    return where<Value>(lessEqual(x, 0), exp<Value>(x), add<Value>(x, 1)) as T;
  };
}
