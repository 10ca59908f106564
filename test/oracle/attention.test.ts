import ndarray from "ndarray";
import { expect, test } from "vitest";
import {
  type Attention,
  attend,
  type Mask,
  masks,
  ops,
  type Score,
  scaledDotProductAttention,
  scores,
  type Tensor,
  type Value,
} from "../../lib/index.ts";
import { expectAgreement, forAll } from "./agreement.ts";
import {
  type AttentionCase,
  type AttentionNumbers,
  attentionCases,
  loneQueries,
  numbersOf,
  overGroups,
} from "./attention-cases.ts";
import { onnxAttention } from "./onnx-attention.ts";

const shared = (x: Tensor) => {
  const [batch, kvHeads, ...rest] = x.shape as [number, number, number, number];
  return ndarray(x.data, [batch, kvHeads, 1, ...rest]) as Tensor;
};

function scaledOf({ scale }: AttentionCase): Score {
  return scores.scaledDot(scale === undefined ? {} : { scale });
}

function cappedOf(c: AttentionCase): Score {
  const [scaled, cap] = [scaledOf(c), c.softcap];
  if (cap === undefined) return scaled;
  return <T extends Value>(q: T | Tensor, k: T | Tensor): T =>
    ops.multiply<Value>(ops.tanh<Value>(ops.divide<Value>(scaled<T>(q, k), cap)), cap) as T;
}

function maskOf(c: AttentionCase, { kept, lengths }: AttentionNumbers): Mask {
  const all: Mask[] = [];
  if (c.mask === "boolean") all.push(masks.fromTensor(overGroups(kept, c)));
  if (c.padded) all.push(masks.padding(lengths));
  // With lengths, the last query is aligned with the last key of each batch entry; else the first with the first new key.
  if (c.causal && c.padded) all.push({ allows: (i, j, [b]) => j <= i + lengths[b!]! - c.n });
  if (c.causal && !c.padded) all.push(masks.causal({ offset: c.past }));
  return masks.and(...all);
}

const biasOf = (c: AttentionCase, { added }: AttentionNumbers) =>
  c.mask.startsWith("float") ? { bias: overGroups(added, c) } : {};

function attended(c: AttentionCase, numbers: AttentionNumbers): Attention {
  const { q, k, v } = numbers;
  const options = { score: cappedOf(c), mask: maskOf(c, numbers), ...biasOf(c, numbers) };
  return attend(q, shared(k), shared(v), options);
}

const named = "grouped heads, caches, masks, biases, lengths, scale, softcap";

test(`attend(q, k, v) is ONNX Attention, output and weights: ${named}`, async () => {
  const claim = async (c: AttentionCase) => {
    const numbers = numbersOf(c);
    const [ours, theirs] = [attended(c, numbers), await onnxAttention(c, numbers, "weights")];
    expectAgreement(ours.output, theirs.output);
    expectAgreement(ours.weights, theirs.matrix);
  };
  await forAll(attentionCases, claim, 1000);
});

async function expectFusedAgreement(c: AttentionCase): Promise<void> {
  const numbers = numbersOf(c);
  const ours = scaledDotProductAttention(numbers.q, shared(numbers.k), shared(numbers.v), {
    ...{ mask: maskOf(c, numbers), ...biasOf(c, numbers) },
    ...(c.scale === undefined ? {} : { scale: c.scale }),
    ...(c.softcap === undefined ? {} : { softcap: c.softcap }),
  });
  expectAgreement(ours, (await onnxAttention(c, numbers, "weights")).output);
}

test(`scaledDotProductAttention(q, k, v) is ONNX Attention: ${named}`, async () => {
  await forAll(attentionCases, expectFusedAgreement, 1000);
});

test("scaledDotProductAttention(q, k, v) is ONNX Attention of more keys than it takes at once", async () => {
  const long = attentionCases.map((c): AttentionCase => ({ ...c, m: 50 * c.m, causal: false }));
  await forAll(long, expectFusedAgreement, 100);
});

test("scores.scaledDot is the first stage of ONNX Attention, and with a softcap the second", async () => {
  await forAll(attentionCases, async (c) => {
    const numbers = numbersOf(c);
    const [q, k] = [numbers.q, shared(numbers.k)];
    expectAgreement(scaledOf(c)(q, k), (await onnxAttention(c, numbers, "products")).matrix);
    expectAgreement(cappedOf(c)(q, k), (await onnxAttention(c, numbers, "capped")).matrix);
  });
});

test("attend(q, k, v).scores are the third stage of ONNX Attention wherever no mask is", async () => {
  await forAll(attentionCases, async (c) => {
    const numbers = numbersOf(c);
    const { scores: ours } = attended(c, numbers);
    const { matrix: theirs } = await onnxAttention(c, numbers, "masked");
    const allowed = masks.toTensor(maskOf(c, numbers), c.n, c.past + c.m, [c.batch, c.kvHeads, c.group]);
    // Theirs holds the lowest number of Float32, or −∞, where ours still holds the score and the mask works later.
    const masked = theirs.data.map((x, at) => Number(allowed.data[at] === 0 && x > -1e30));
    expect(masked.includes(1)).toBe(false);
    const finite = ndarray(
      Uint8Array.from(ours.data, (x, at) => Number(allowed.data[at] === 1 && x !== Number.NEGATIVE_INFINITY)),
      theirs.shape,
    );
    expectAgreement(ops.where(finite, ours, 0), ops.where(finite, theirs, 0));
  });
});

test("a query that may attend to nothing gets zeros from both", async () => {
  const nothing = attentionCases.map((c): AttentionCase => ({ ...c, mask: "boolean" }));
  await forAll(nothing, async (c) => {
    const drawn = numbersOf(c);
    const numbers = { ...drawn, kept: ndarray(new Uint8Array(drawn.kept.size), drawn.kept.shape) };
    const [ours, theirs] = [attended(c, numbers).output, (await onnxAttention(c, numbers, "weights")).output];
    expect([ours, theirs].flatMap((output) => [...output.data]).every((x) => x === 0)).toBe(true);
  });
});

test("one query after a cache: masks.causal({ offset }) holds back later keys, ONNX Runtime none", async () => {
  const claim = async (c: AttentionCase) => {
    const numbers = numbersOf(c);
    const theirs = await onnxAttention(c, numbers, "weights");
    expectAgreement(attended({ ...c, causal: false }, numbers).output, theirs.output);
    const last = (weights: Tensor) => weights.data.filter((_, at) => (at + 1) % (c.past + c.m) === 0);
    expect(last(attended(c, numbers).weights).every((x) => x === 0)).toBe(true);
    expect(last(theirs.matrix).some((x) => x > 0)).toBe(true);
  };
  const unmasked = loneQueries.map((c): AttentionCase => ({ ...c, mask: "none" }));
  await forAll(unmasked, claim, 100);
});
