import ndarray from "ndarray";
import { type Tensor, tensor } from "../../lib/index.ts";
import { dense } from "./agreement.ts";
import type { AttentionCase, AttentionNumbers } from "./attention-cases.ts";
import { type OnnxInput, onnx } from "./onnx.ts";
import type { Attribute } from "./onnx-model.ts";

/** Which stage of the n·m numbers to give out: q·k scaled, then softcapped, then masked, then normalised. */
export const stages = { products: 0, capped: 1, masked: 2, weights: 3 } as const;

/** What ONNX Attention gives, in the shapes of the library. */
export interface OnnxAttention {
  /** [batch, kvHeads, group, n, d_v] */
  readonly output: Tensor;
  /** [batch, kvHeads, group, n, past + m]: the numbers of the stage asked for. */
  readonly matrix: Tensor;
  /** [batch, kvHeads, past + m, d]: the cache with the new keys; only after a cache. */
  readonly keys?: Tensor;
  readonly values?: Tensor;
}

/** ONNX Attention of a case. */
export async function onnxAttention(
  c: AttentionCase,
  { q, k, v, kept, added, lengths }: AttentionNumbers,
  stage: keyof typeof stages,
): Promise<OnnxAttention> {
  const { batch, kvHeads, group, n, m, past, d, dv, packed } = c;
  const heads = kvHeads * group;
  const attributes: Record<string, Attribute> = {
    is_causal: { i: Number(c.causal) },
    qk_matmul_output_mode: { i: stages[stage] },
    ...(c.scale === undefined ? {} : { scale: { f: c.scale } }),
    ...(c.softcap === undefined ? {} : { softcap: { f: c.softcap } }),
    ...(packed ? { q_num_heads: { i: heads }, kv_num_heads: { i: kvHeads } } : {}),
  };
  const fresh = (x: Tensor, width: number): Tensor => {
    const view = x.lo(0, 0, past, 0) as Tensor;
    return packed ? dense(view.transpose(0, 2, 1, 3) as Tensor, [batch, m, kvHeads * width]) : dense(view);
  };
  const cached = (x: Tensor, width: number): Tensor | undefined =>
    past === 0 ? undefined : dense(x.hi(batch, kvHeads, past, width) as Tensor);
  const queries = packed
    ? dense(q.transpose(0, 3, 1, 2, 4) as Tensor, [batch, n, heads * d])
    : dense(q, [batch, heads, n, d]);
  const masks: Record<AttentionCase["mask"], OnnxInput | undefined> = {
    ...{ none: undefined, boolean: kept },
    ...{ float: added, "float with −∞": added },
  };
  const inputs = [queries, fresh(k, d), fresh(v, dv), masks[c.mask], cached(k, d), cached(v, dv)];
  const { out, matrix, ...cache } = await onnx("Attention", {
    opset: c.opset,
    attributes,
    inputs: c.padded ? [...inputs, ndarray(BigInt64Array.from(lengths, BigInt))] : inputs,
    outputs: past === 0 ? ["out", "", "", "matrix"] : ["out", "keys", "values", "matrix"],
  });
  return {
    output: packed
      ? (ndarray(out!.data, [batch, n, kvHeads, group, dv]).transpose(0, 2, 3, 1, 4) as Tensor)
      : tensor(out!.data, [batch, kvHeads, group, n, dv]),
    matrix: tensor(matrix!.data, [batch, kvHeads, group, n, past + m]),
    ...cache,
  };
}
