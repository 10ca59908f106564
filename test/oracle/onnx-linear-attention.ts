import fc from "fast-check";
import ndarray from "ndarray";
import { ops, type Tensor, tensor } from "../../lib/index.ts";
import { dense, length, normal, seed } from "./agreement.ts";
import { onnx } from "./onnx.ts";
import type { Attribute } from "./onnx-model.ts";

/** How the state S [d_k, d_v] takes in key k and value v: what it forgets first, and whether it writes the error. */
export const rules = ["linear", "gated", "delta", "gated_delta"] as const;

/** Shapes and options of linear attentions. */
export const linearCases = fc.record({
  rule: fc.constantFrom(...rules),
  batch: fc.constantFrom(1, 2, 3),
  kvHeads: fc.constantFrom(1, 2, 3),
  /** How many query heads share a key head and its state. */
  group: fc.constantFrom(1, 2, 3),
  n: length,
  dk: length,
  dv: length,
  /** Whether every component of the keys has its own decay, or the head has one. */
  decayPerKey: fc.boolean(),
  /** Whether every head has its own step β, or all have one. */
  stepPerHead: fc.boolean(),
  /** Whether there is a state to begin with. */
  continued: fc.boolean(),
  scale: fc.constantFrom(undefined, 0.3, 1.2),
  seed,
});

export type LinearCase = typeof linearCases extends fc.Arbitrary<infer T> ? T : never;

/** The numbers of one linear attention. */
export interface LinearNumbers {
  /** [batch, kvHeads, group, n, d_k], each query of length 1. */
  readonly q: Tensor;
  /** [batch, kvHeads, n, d_k], each of length 1: the delta rules need that to be stable. */
  readonly k: Tensor;
  /** [batch, kvHeads, n, d_v] */
  readonly v: Tensor;
  /** [batch, kvHeads, n, d_k or 1], below 0: the state is multiplied by its exponential. */
  readonly logDecay: Tensor;
  /** [batch, kvHeads or 1, n, 1], between 0 and 1 */
  readonly step: Tensor;
  /** [batch, kvHeads, d_k, d_v] */
  readonly state: Tensor;
}

/** The numbers of a case, the same for the same case. */
export function linearNumbers(c: LinearCase): LinearNumbers {
  const { batch, kvHeads, group, n, dk, dv } = c;
  const raw = (shape: readonly number[], place: number) => normal([batch, ...shape], c.seed + place);
  return {
    q: ops.l2Normalize(raw([kvHeads, group, n, dk], 0)),
    k: ops.l2Normalize(raw([kvHeads, n, dk], 1)),
    v: raw([kvHeads, n, dv], 2),
    logDecay: ops.multiply(ops.abs(raw([kvHeads, n, c.decayPerKey ? dk : 1], 3)), -1),
    step: ops.sigmoid(raw([c.stepPerHead ? kvHeads : 1, n, 1], 4)),
    state: c.continued
      ? raw([kvHeads, dk, dv], 5)
      : tensor(new Float32Array(batch * kvHeads * dk * dv), [batch, kvHeads, dk, dv]),
  };
}

/** Every head beside the others: […, heads, n, d] as [batch, n, heads · d]. */
function packed(x: Tensor): Tensor {
  const [batch, n, d] = [x.shape[0]!, x.shape.at(-2)!, x.shape.at(-1)!];
  const heads = x.size / (batch * n * d);
  const apart = ndarray(dense(x).data, [batch, heads, n, d]).transpose(0, 2, 1, 3) as Tensor;
  return dense(apart, [batch, n, heads * d]);
}

/** Linear attention by ONNX Runtime: the output [batch, kvHeads, group, n, d_v], and the last state. */
export async function onnxLinearAttention(
  c: LinearCase,
  { q, k, v, logDecay, step, state }: LinearNumbers,
): Promise<{ output: Tensor; state: Tensor }> {
  const { batch, kvHeads, group, n, dv, rule } = c;
  const attributes: Record<string, Attribute> = {
    update_rule: { s: rule },
    q_num_heads: { i: kvHeads * group },
    kv_num_heads: { i: kvHeads },
    ...(c.scale === undefined ? {} : { scale: { f: c.scale } }),
  };
  const decay = rule.startsWith("gated") ? packed(logDecay) : undefined;
  const beta = rule.endsWith("delta") ? packed(step) : undefined;
  const { out, present } = await onnx("LinearAttention", {
    domain: "com.microsoft",
    opset: 1,
    attributes,
    inputs: [packed(q), packed(k), packed(v), c.continued ? state : undefined, decay, beta],
    outputs: ["out", "present"],
  });
  const output = ndarray(out!.data, [batch, n, kvHeads, group, dv]).transpose(0, 2, 3, 1, 4) as Tensor;
  return { output, state: present! };
}
