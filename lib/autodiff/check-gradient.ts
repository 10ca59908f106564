import { ArgumentError, expectFunction } from "../tensor/argument-error.ts";
import { copy, elements } from "../tensor/elements.ts";
import { expectSeed, random } from "../tensor/random.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { mapTree, type Params } from "./tree.ts";
import { tensorOf, type Value, type Variable } from "./variable.ts";
import { trace } from "./vjp.ts";

/**
 * How far the gradient of `f` is from central differences: the largest |g − ĝ| / max(1, |g|, |ĝ|) over all
 * elements of `params`, with ĝ = (F(x + h) − F(x − h)) / 2h and h = ε^⅓ · max(1, |x|).
 *
 * `f` may return a tensor of any shape: F is its dot product with a fixed random tensor (from `seed`), so that all
 * of the Jacobian takes part. About 1e-10 in float64 for a smooth function; NaN when either side is NaN.
 *
 * Press et al. 2007, "Numerical Recipes", §5.7 (the step h).
 *
 * @example
 * ```ts
 * checkGradient((x) => ops.exp(x), tensor([0, 1])) < 1e-8; // true
 * ```
 *
 * @throws ArgumentError when `f` is not a function, a leaf of `params` is not a float64 tensor, or the seed is none.
 */
export function checkGradient(f: (x: Variable) => Value, x: Tensor, seed?: number): number;
export function checkGradient<Traced>(f: (params: Traced) => Value, params: Params<Traced>, seed?: number): number;
export function checkGradient(f: unknown, params: unknown, seed: number = 1): number {
  expectFunction("checkGradient", "f", f);
  expectSeed("checkGradient", "seed", seed);
  const leaves: Tensor[] = [];
  const own = mapTree("checkGradient", "params", params, (leaf, name) => {
    if (leaf.dtype !== "float64") throw new ArgumentError("checkGradient", name, `dtype ${leaf.dtype}`, "float64");
    const mine = copy(tensorOf(leaf));
    leaves.push(mine);
    return mine;
  });

  const { value, pullback } = trace("checkGradient", f, own);
  const direction = random(seed).normal(value.shape);
  const gradients: Tensor[] = [];
  mapTree("checkGradient", "params", pullback(direction), (leaf) => gradients.push(leaf as Tensor));
  const along = (): number => dot(tensorOf(trace("checkGradient", f, own).value), direction);

  let worst = 0;
  leaves.forEach((leaf, l) => {
    const x = leaf.data;
    const gradient = elements(gradients[l]);
    for (let i = 0; i < x.length; i++) {
      const at = x[i];
      const h = Math.cbrt(Number.EPSILON) * Math.max(1, Math.abs(at));
      x[i] = at + h;
      const above = along();
      x[i] = at - h;
      const below = along();
      x[i] = at;
      const difference = (above - below) / (at + h - (at - h));
      const scale = Math.max(1, Math.abs(gradient[i]), Math.abs(difference));
      worst = Math.max(worst, Math.abs(gradient[i] - difference) / scale);
    }
  });
  return worst;
}

function dot(a: Tensor, b: Tensor): number {
  const x = elements(a);
  const y = elements(b);
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i];
  return sum;
}
