import fc from "fast-check";
import ndarray, { type NdArray } from "ndarray";
import { expect, test } from "vitest";
import {
  attend,
  type Mask,
  masks,
  ops,
  type Score,
  scaledDotProductAttention,
  scores,
  type Tensor,
  tensor,
  type Value,
} from "../../lib/index.ts";
import { chances, dense, expectAgreement, forAll, length, normal, seed } from "./agreement.ts";
import { onnx } from "./onnx.ts";
import type { Attribute } from "./onnx-model.ts";

// The mask's leading axes, over batch entries and query heads: all of them, or one for all, or missing.
const maskAxes = fc.constantFrom("", "h", "1", "bh", "b1", "1h", "11");

// The runtime's one departure from the standard: a single query with a cache sees all new keys, causal or not.
const loneQuery = (c: { n: number; m: number; past: number; causal: boolean }) =>
  c.causal && c.past > 0 && c.n === 1 && c.m > 1;

const choices = fc.record({
  opset: fc.constantFrom(23, 24),
  packed: fc.boolean(),
  batch: fc.constantFrom(1, 2, 3),
  kvHeads: fc.constantFrom(1, 2, 3),
  group: fc.constantFrom(1, 2, 3),
  n: length,
  m: length,
  past: fc.constantFrom(0, 0, 2, 5),
  d: length,
  dv: length,
  mask: fc.constantFrom("none", "boolean", "float", "float with −∞"),
  maskAxes,
  causal: fc.boolean(),
  scale: fc.constantFrom(undefined, 0.3, 1.7),
  softcap: fc.constantFrom(undefined, 0.7, 5),
  seed,
});
const cases = choices.filter((c) => !loneQuery(c));
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

/** What both sides get: […, n, d] with query heads as groups of key heads, [batch, kvHeads, group]. */
function problemOf(c: Case) {
  const total = c.past + c.m;
  const q = normal([c.batch, c.kvHeads, c.group, c.n, c.d], c.seed);
  const k = normal([c.batch, c.kvHeads, total, c.d], c.seed + 1);
  const v = normal([c.batch, c.kvHeads, total, c.dv], c.seed + 2);
  const heads = c.kvHeads * c.group;
  const axes = [...c.maskAxes].map((axis) => ({ b: c.batch, h: heads })[axis] ?? 1);
  const shape = [...axes, c.n, total];
  const kept = chances(shape, 0.7, c.seed + 3);
  const added = normal(shape, c.seed + 4);
  if (c.mask === "float with −∞") {
    for (let at = 0; at < kept.size; at++) if (kept.data[at] === 0) added.data[at] = Number.NEGATIVE_INFINITY;
  }
  return { q, k, v, heads, total, kept, added };
}
type Problem = ReturnType<typeof problemOf>;

/** The same memory with the axis of query heads split into groups. */
function grouped<T extends Tensor | NdArray<Uint8Array>>(mask: T, { maskAxes, kvHeads, group }: Case): T {
  const split = [...maskAxes].flatMap((axis, at) => {
    if (axis === "h") return [kvHeads, group];
    return at === maskAxes.length - 1 ? [1, 1] : [mask.shape[at]!];
  });
  return ndarray(mask.data, [...split, ...mask.shape.slice(-2)]) as T;
}

function oursOf(c: Case, { q, k, v, kept, added, total }: Problem) {
  const one = (x: Tensor) => ndarray(x.data, [c.batch, c.kvHeads, 1, ...x.shape.slice(-2)]) as Tensor;
  const scaled = scores.scaledDot(c.scale === undefined ? {} : { scale: c.scale });
  const cap = c.softcap;
  const score: Score = <T extends Value>(x: T | Tensor, y: T | Tensor): T =>
    cap === undefined ? scaled(x, y) : ops.multiply<T>(ops.tanh<T>(ops.divide<T>(scaled<T>(x, y), cap)), cap);
  const allowed: Mask[] = [];
  if (c.mask === "boolean") allowed.push(masks.fromTensor(grouped(kept, c)));
  if (c.causal) allowed.push(masks.causal({ offset: c.past }));
  const options = {
    ...(allowed.length === 0 ? {} : { mask: masks.and(...allowed) }),
    ...(c.mask.startsWith("float") ? { bias: grouped(added, c) } : {}),
  };
  const fused = {
    ...options,
    ...(c.scale === undefined ? {} : { scale: c.scale }),
    ...(cap === undefined ? {} : { softcap: cap }),
  };
  return {
    ...attend(q, one(k), one(v), { ...options, score }),
    fused: scaledDotProductAttention(q, one(k), one(v), fused),
    products: scaled(q, one(k)),
    capped: score(q, one(k)),
    allowed: masks.toTensor(masks.and(...allowed), c.n, total, [c.batch, c.kvHeads, c.group]),
  };
}

/** ONNX Attention, its outputs in the shapes of ours. */
async function theirsOf(c: Case, { q, k, v, heads, kept, added }: Problem, mode: number) {
  const { batch, kvHeads, group, n, m, past, d, dv, packed } = c;
  const attributes: Record<string, Attribute> = {
    is_causal: { i: Number(c.causal) },
    qk_matmul_output_mode: { i: mode },
  };
  if (c.scale !== undefined) attributes.scale = { f: c.scale };
  if (c.softcap !== undefined) attributes.softcap = { f: c.softcap };
  if (packed) Object.assign(attributes, { q_num_heads: { i: heads }, kv_num_heads: { i: kvHeads } });
  const keysOf = (x: Tensor) => {
    const now = x.lo(0, 0, past, 0) as Tensor;
    return packed ? dense(now.transpose(0, 2, 1, 3) as Tensor, [batch, m, kvHeads * x.shape[3]!]) : dense(now);
  };
  const pastOf = (x: Tensor) => (past === 0 ? undefined : dense(x.hi(batch, kvHeads, past, x.shape[3]!) as Tensor));
  const queries = packed
    ? dense(q.transpose(0, 3, 1, 2, 4) as Tensor, [batch, n, heads * d])
    : dense(q, [batch, heads, n, d]);
  const mask = { none: undefined, boolean: kept }[c.mask as string] ?? (c.mask.startsWith("float") ? added : undefined);
  const { out, products, ...present } = await onnx("Attention", {
    opset: c.opset,
    attributes,
    inputs: [queries, keysOf(k), keysOf(v), mask, pastOf(k), pastOf(v)],
    outputs: past === 0 ? ["out", "", "", "products"] : ["out", "keys", "values", "products"],
  });
  const output = packed
    ? (ndarray(out!.data, [batch, n, kvHeads, group, dv]).transpose(0, 2, 3, 1, 4) as Tensor)
    : tensor(out!.data, [batch, kvHeads, group, n, dv]);
  return { output, products: tensor(products!.data, [batch, kvHeads, group, n, past + m]), ...present };
}

test("attend(q, k, v) and scaledDotProductAttention(q, k, v) are ONNX Attention: masks, bias, heads, cache, scale, softcap", async () => {
  await forAll(
    cases,
    async (c) => {
      const problem = problemOf(c);
      const [ours, theirs] = [oursOf(c, problem), await theirsOf(c, problem, 3)];
      expectAgreement(ours.output, theirs.output);
      expectAgreement(ours.fused, theirs.output);
      expectAgreement(ours.weights, theirs.products);
    },
    1000,
  );
});
