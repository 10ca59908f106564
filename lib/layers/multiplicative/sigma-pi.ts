import type { Value } from "../../autodiff/variable.ts";
import { concatenate, multiply, reshape, take, transpose } from "../../ops/index.ts";
import { ArgumentError, describe, expectArray, expectInteger, expectOptions } from "../../tensor/argument-error.ts";
import { ones } from "../../tensor/create.ts";
import type { Random } from "../../tensor/random.ts";
import { shapes } from "../../tensor/shapes.ts";
import { type DType, dtypeOf, sizeOf, type Tensor } from "../../tensor/tensor.ts";
import { initialiseLinear, type LinearParams, linear } from "../linear.ts";

/** Which inputs each product multiplies: J lists of places among the d inputs. The empty product is 1. */
export type Conjuncts = readonly (readonly number[])[];

/** The sizes of sigma-pi units: how many products there are, and how many units sum them. */
export interface SigmaPiSizes {
  readonly conjuncts: number;
  readonly output: number;
  readonly bias?: boolean;
}

/**
 * Random weights for `sigmaPi`, uniform in ±1/√J for J products, and biases of 0.
 *
 * @example
 * ```ts
 * layers.initialiseSigmaPi(random(1), { conjuncts: 6, output: 2 }).W.shape; // [6, 2]
 * ```
 *
 * @throws ArgumentError when a size is not a whole number above 0.
 */
export function initialiseSigmaPi(random: Random, sizes: SigmaPiSizes, dtype: DType = "float64"): LinearParams {
  const caller = "layers.initialiseSigmaPi";
  expectOptions(caller, sizes, ["conjuncts", "output", "bias"], "sizes");
  const { conjuncts, ...others } = sizes;
  expectInteger(caller, "conjuncts", conjuncts, 1);
  return initialiseLinear(random, { input: conjuncts, ...others }, dtype);
}

/**
 * Sigma-pi units, which sum products of their inputs: yᵢ = Σⱼ Wⱼᵢ ∏ₖ xₖ + bᵢ, k over conjunct j.
 *
 * One input can gate another. With [x; y] for the inputs and all pairs of them for the conjuncts, a unit is the bilinear
 * logit Σ M_ab x_a y_b, the score that attention begins with.
 *
 * Rumelhart, Hinton & McClelland 1986, "A General Framework for Parallel Distributed Processing" (Parallel Distributed
 * Processing, vol. 1, ch. 2), p. 73.
 *
 * @example
 * ```ts
 * const params = { W: tensor([[1], [10]]) };
 * toArray(layers.sigmaPi(params, tensor([2, 3, 5]), [[0, 1], [2]])); // [56]
 * ```
 *
 * @param params W [J, d_out], b [d_out]
 * @param x […, d]
 * @returns […, d_out]
 * @throws ArgumentError when there is not one conjunct for each row of W, a conjunct names no input, or shapes or dtypes
 * do not fit.
 */
export function sigmaPi(params: LinearParams, x: Tensor, conjuncts: Conjuncts): Tensor;
export function sigmaPi<T extends Value>(params: LinearParams<T>, x: T | Tensor, conjuncts: Conjuncts): T;
export function sigmaPi(params: LinearParams<Value>, x: Value, conjuncts: Conjuncts): Value {
  const caller = "layers.sigmaPi";
  expectOptions(caller, params, ["W", "b"], "params");
  const { W, b } = params;
  const bias = b === undefined ? {} : { b: [b, "d_out"] as const };
  const { J, d } = shapes(caller, { x: [x, "… d"], W: [W, "J d_out"], ...bias });
  expectConjuncts(caller, conjuncts, J, d);
  const lead = x.shape.slice(0, -1);
  const features = transpose<Value>(reshape<Value>(x, [sizeOf(lead), d])); // [d, rows]
  const padded = concatenate<Value>([features, ones([1, sizeOf(lead)], dtypeOf(x))], { axis: 0 });
  const order = Math.max(1, ...conjuncts.map(({ length }) => length));
  // Shorter products go on with the factor 1, row d.
  const factors = Array.from({ length: order }, (_, k) =>
    take<Value>(
      padded,
      conjuncts.map((places) => places[k] ?? d),
    ),
  );
  const products = transpose<Value>(factors.reduce((a, factor) => multiply<Value>(a, factor))); // [rows, J]
  return linear<Value>(params, reshape<Value>(products, [...lead, J]));
}

function expectConjuncts(caller: string, conjuncts: Conjuncts, count: number, d: number): void {
  expectArray(caller, "conjuncts", conjuncts);
  if (conjuncts.length !== count) {
    throw new ArgumentError(caller, "conjuncts", `length ${conjuncts.length}`, `${count}, one for each row of W`);
  }
  conjuncts.forEach((places, j) => {
    expectArray(caller, `conjuncts[${j}]`, places);
    const strange = places.find((place) => !(Number.isInteger(place) && place >= 0 && place < d));
    if (strange === undefined) return;
    throw new ArgumentError(caller, `conjuncts[${j}]`, describe(strange), `inputs, 0 to ${d - 1}`);
  });
}
