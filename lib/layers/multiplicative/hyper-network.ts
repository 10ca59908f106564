import type { Value } from "../../autodiff/variable.ts";
import { add, matmul, reshape, slice } from "../../ops/index.ts";
import { ArgumentError, expectInteger, expectOptions } from "../../tensor/argument-error.ts";
import { zeros } from "../../tensor/create.ts";
import type { Random } from "../../tensor/random.ts";
import { shapes } from "../../tensor/shapes.ts";
import { type DType, expectDType, type Tensor } from "../../tensor/tensor.ts";
import { fanInUniform } from "../fan-in-uniform.ts";
import { type LinearParams, linear } from "../linear.ts";

/** The sizes of a hypernetwork: d_z of what it sees, and d_in and d_out of the layer whose weights it makes. */
export interface HyperNetworkSizes {
  readonly context: number;
  readonly input: number;
  readonly output: number;
}

/**
 * Random weights for `hyperNetwork`, uniform in ±1/√(d_z·d_in), so that for z of order 1 the weights it makes are such
 * as `initialiseLinear` draws; and biases of 0.
 *
 * @example
 * ```ts
 * layers.initialiseHyperNetwork(random(1), { context: 2, input: 3, output: 5 }).W.shape; // [2, 20]
 * ```
 *
 * @throws ArgumentError when a size is not a whole number above 0.
 */
export function initialiseHyperNetwork(
  random: Random,
  sizes: HyperNetworkSizes,
  dtype: DType = "float64",
): LinearParams {
  const caller = "layers.initialiseHyperNetwork";
  expectOptions(caller, sizes, ["context", "input", "output"], "sizes");
  const { context, input, output } = sizes;
  for (const name of ["context", "input", "output"] as const) expectInteger(caller, name, sizes[name], 1);
  expectDType(caller, dtype);
  const width = (input + 1) * output;
  return { W: fanInUniform(random, [context, width], context * input, dtype), b: zeros([width], dtype) };
}

/**
 * A hypernetwork: what one network gives are the weights of another. Here z·W + b, cut into rows, is V [d_in, d_out]
 * above c [1, d_out], and the other is x·V + c.
 *
 * It is linear in x for a given z, and in z for a given x: a sum of products of the two. Let z be the output of a
 * network of your own for one that is not.
 *
 * Schmidhuber 1992, "Learning to Control Fast-Weight Memories"; Ha, Dai & Le 2016, "HyperNetworks", §3.1, of whose
 * two linear layers this is the second.
 *
 * @example
 * ```ts
 * const params = { W: tensor([[2, 0], [0, 7]]) };
 * toArray(layers.hyperNetwork(params, tensor([[5]]), tensor([10, 1]))); // [[107]]
 * ```
 *
 * @param params W [d_z, (d_in + 1)·d_out], b [(d_in + 1)·d_out]
 * @param x […, n, d_in]
 * @param z […, d_z] makes the weights for all n rows
 * @returns […, n, d_out]
 * @throws ArgumentError when shapes or dtypes do not fit.
 */
export function hyperNetwork(params: LinearParams, x: Tensor, z: Tensor): Tensor;
export function hyperNetwork<T extends Value>(params: LinearParams<T>, x: T | Tensor, z: T | Tensor): T;
export function hyperNetwork(params: LinearParams<Value>, x: Value, z: Value): Value {
  const caller = "layers.hyperNetwork";
  expectOptions(caller, params, ["W", "b"], "params");
  const { W, b } = params;
  const bias = b === undefined ? {} : { b: [b, "width"] as const };
  const { d_in, width } = shapes(caller, { x: [x, "… n d_in"], z: [z, "… d_z"], W: [W, "d_z width"], ...bias });
  if (width % (d_in + 1) !== 0) {
    const wanted = `a multiple of d_in + 1 = ${d_in + 1} columns`;
    throw new ArgumentError(caller, "W", `shape [${W.shape.join(", ")}]`, wanted);
  }
  const made = reshape<Value>(linear<Value>(params, z), [...z.shape.slice(0, -1), d_in + 1, width / (d_in + 1)]);
  const V = slice<Value>(made, { axis: -2, from: 0, to: d_in }); // […, d_in, d_out]
  const c = slice<Value>(made, { axis: -2, from: d_in, to: d_in + 1 }); // […, 1, d_out]
  return add<Value>(matmul<Value>(x, V), c);
}
