import type { MultiHeadParams } from "../../attention/multi-head.ts";
import { ArgumentError, expectBoolean, expectInteger, expectOptions } from "../../tensor/argument-error.ts";
import type { Random } from "../../tensor/random.ts";
import { type DType, expectDType } from "../../tensor/tensor.ts";
import { initialiseLinear, type LinearParams } from "../linear.ts";

/** The sizes of multi-head attention, whose heads share d evenly. */
export interface MultiHeadSizes {
  /** The features of queries and output. */
  readonly d: number;
  /** The features of the context; by default d. */
  readonly context?: number;
  readonly heads: number;
  /** The heads of keys and values; by default as many as there are heads. */
  readonly kvHeads?: number;
  /** Whether there are biases; by default there are. */
  readonly bias?: boolean;
}

/**
 * Random weights for `multiHeadAttention` with d_k = d_v = d/heads, uniform in ±1/√(inputs of the sum), and biases of 0.
 *
 * @example
 * ```ts
 * const params = layers.initialiseMultiHeadAttention(random(1), { d: 6, heads: 3, kvHeads: 1 });
 * [...params.Wq.shape, ...params.Wk.shape]; // [6, 6, 6, 2]
 * ```
 *
 * @throws ArgumentError when a size is not a whole number above 0, heads does not divide d, or kvHeads not heads.
 */
export function initialiseMultiHeadAttention(
  random: Random,
  sizes: MultiHeadSizes,
  dtype: DType = "float64",
): MultiHeadParams {
  const caller = "layers.initialiseMultiHeadAttention";
  expectOptions(caller, sizes, ["d", "context", "heads", "kvHeads", "bias"], "sizes");
  const { d, context = d, heads, kvHeads = heads, bias = true } = sizes;
  for (const [name, size] of Object.entries({ d, context, heads, kvHeads })) expectInteger(caller, name, size, 1);
  if (d % heads !== 0) throw new ArgumentError(caller, "heads", `value ${heads}`, `a divisor of d = ${d}`);
  if (heads % kvHeads !== 0) {
    throw new ArgumentError(caller, "kvHeads", `value ${kvHeads}`, `a divisor of heads = ${heads}`);
  }
  expectBoolean(caller, "bias", bias);
  expectDType(caller, dtype);
  const projection = (input: number, output: number): LinearParams =>
    initialiseLinear(random, { input, output, bias }, dtype);
  const shared = (d / heads) * kvHeads;
  const [q, k, v, o] = [projection(d, d), projection(context, shared), projection(context, shared), projection(d, d)];
  const biases = bias ? { bq: q.b, bk: k.b, bv: v.b, bo: o.b } : {};
  return { Wq: q.W, Wk: k.W, Wv: v.W, Wo: o.W, ...biases } as MultiHeadParams;
}
