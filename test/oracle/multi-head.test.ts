import fc from "fast-check";
import { expect, test } from "vitest";
import { KeyValueCache, largestDifference, masks, multiHeadAttention, type Tensor } from "../../lib/index.ts";
import { dense, expectAgreement, forAll, length, normal, seed } from "./agreement.ts";
import { attentionCases, numbersOf } from "./attention-cases.ts";
import { onnx } from "./onnx.ts";
import { onnxAttention } from "./onnx-attention.ts";

const cases = fc.record({
  batch: fc.constantFrom(1, 2, 3),
  kvHeads: fc.constantFrom(1, 2, 3),
  group: fc.constantFrom(1, 2, 3),
  ...{ n: length, m: length, d: length, dc: length, dk: length, dv: length, out: length },
  biased: fc.boolean(),
  causal: fc.boolean(),
  seed,
});
type Case = typeof cases extends fc.Arbitrary<infer T> ? T : never;

function paramsOf({ kvHeads, group, d, dc, dk, dv, out, biased, seed }: Case) {
  const heads = kvHeads * group;
  // Columns of about unit length, so that projections stay of order 1.
  const weight = (rows: number, columns: number, place: number): Tensor => {
    const W = normal([rows, columns], seed + place);
    for (let i = 0; i < W.size; i++) W.data[i]! /= Math.sqrt(rows);
    return W;
  };
  const weights = {
    Wq: weight(d, heads * dk, 2),
    Wk: weight(dc, kvHeads * dk, 3),
    Wv: weight(dc, kvHeads * dv, 4),
    Wo: weight(heads * dv, out, 5),
  };
  const bias = (width: number, place: number): Tensor => normal([width], seed + place);
  if (!biased) return weights;
  return {
    ...weights,
    bq: bias(heads * dk, 6),
    bk: bias(kvHeads * dk, 7),
    bv: bias(kvHeads * dv, 8),
    bo: bias(out, 9),
  };
}

async function project(x: Tensor, W: Tensor, b: Tensor | undefined): Promise<Tensor> {
  const { out } = await onnx("MatMul", { opset: 13, inputs: [x, W] });
  return b === undefined ? out! : (await onnx("Add", { opset: 14, inputs: [out, b] })).out!;
}

test("multiHeadAttention(queries, context, params) is ONNX Attention between projections by MatMul and Add", async () => {
  const claim = async (c: Case) => {
    const [queries, context] = [normal([c.batch, c.n, c.d], c.seed), normal([c.batch, c.m, c.dc], c.seed + 1)];
    const params: ReturnType<typeof paramsOf> & { bq?: Tensor; bk?: Tensor; bv?: Tensor; bo?: Tensor } = paramsOf(c);
    const heads = c.kvHeads * c.group;
    const ours = multiHeadAttention(queries, context, params, {
      ...{ heads, kvHeads: c.kvHeads },
      ...(c.causal ? { mask: masks.causal() } : {}),
    });
    const { out } = await onnx("Attention", {
      opset: 23,
      attributes: { q_num_heads: { i: heads }, kv_num_heads: { i: c.kvHeads }, is_causal: { i: Number(c.causal) } },
      inputs: [
        await project(queries, params.Wq, params.bq),
        await project(context, params.Wk, params.bk),
        await project(context, params.Wv, params.bv),
      ],
    });
    expectAgreement(ours.output, await project(out!, params.Wo, params.bo));
  };
  await forAll(cases, claim, 400);
});

test("KeyValueCache.append(k, v) keeps what ONNX Attention gives back as its cache", async () => {
  await forAll(
    attentionCases.filter(({ past }) => past > 0),
    async (c) => {
      const numbers = numbersOf(c);
      const { k, v } = numbers;
      const cache = new KeyValueCache();
      const until = (x: Tensor) => dense(x.hi(c.batch, c.kvHeads, c.past, x.shape[3]!) as Tensor);
      cache.append(until(k), until(v));
      cache.append(k.lo(0, 0, c.past, 0) as Tensor, v.lo(0, 0, c.past, 0) as Tensor);
      const { keys, values } = await onnxAttention(c, numbers, "weights");
      expect(largestDifference(cache.keys, keys!)).toBe(0);
      expect(largestDifference(cache.values, values!)).toBe(0);
    },
    100,
  );
});
