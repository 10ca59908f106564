import { expectPositive } from "../../tensor/argument-error.ts";
import { elements } from "../../tensor/elements.ts";
import { type Tensor, wrap } from "../../tensor/tensor.ts";
import { parametersOf, withTensors } from "../parameters.ts";

/**
 * √Σ x² over all numbers of all tensors in plain arrays and objects.
 *
 * @example
 * ```ts
 * optimizers.globalNorm({ W: tensor([[3, 0]]), b: tensor(-4) }); // 5
 * ```
 *
 * @throws ArgumentError when a leaf is not a tensor.
 */
export function globalNorm(tree: unknown): number {
  return normOf(parametersOf("optimizers.globalNorm", "tree", tree).map(({ tensor }) => tensor));
}

/**
 * The gradient, scaled down to the global norm `maxNorm` if it is longer: its direction stays.
 *
 * Pascanu, Mikolov & Bengio 2013, "On the difficulty of training recurrent neural networks", Algorithm 1.
 *
 * @example
 * ```ts
 * const gradient = { W: tensor([3]), b: tensor([4]) };
 * toArray(optimizers.clipByGlobalNorm(gradient, 1).b); // [0.8]
 * ```
 *
 * @throws ArgumentError when a leaf is not a tensor, or `maxNorm` is not above 0.
 */
export function clipByGlobalNorm<P>(gradient: P, maxNorm: number): P {
  const caller = "optimizers.clipByGlobalNorm";
  expectPositive(caller, "maxNorm", maxNorm);
  const tensors = parametersOf(caller, "gradient", gradient).map(({ tensor }) => tensor);
  const norm = normOf(tensors);
  if (norm <= maxNorm) return gradient;
  const factor = maxNorm / norm;
  return withTensors(
    gradient,
    tensors.map((tensor) => scaled(tensor, factor)),
  );
}

function normOf(tensors: readonly Tensor[]): number {
  let squares = 0;
  for (const tensor of tensors) {
    const data = elements(tensor);
    for (let i = 0; i < data.length; i++) squares += data[i] * data[i];
  }
  return Math.sqrt(squares);
}

function scaled(tensor: Tensor, factor: number): Tensor {
  const data = elements(tensor).slice();
  for (let i = 0; i < data.length; i++) data[i] *= factor;
  return wrap(data, [...tensor.shape]);
}
