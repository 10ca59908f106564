import fc from "fast-check";
import ndarray from "ndarray";
import { expect, test } from "vitest";
import { normalizers, ops, random, type Tensor, tensor } from "../../lib/index.ts";
import { chances, dense, expectAgreement, forAll, lead, length, normal, seed } from "./agreement.ts";
import { onnx } from "./onnx.ts";

const shape = fc.tuple(lead, length, length).map(([axes, n, m]) => [...axes, n, m]);
const lastAxis = { axis: { i: -1 } } as const;

async function softmaxOf(scores: Tensor): Promise<Tensor> {
  return (await onnx("Softmax", { opset: 13, attributes: lastAxis, inputs: [scores] })).out!;
}

test("normalizers.softmax() is ONNX Softmax of the last axis, of small and of large scores", async () => {
  const cases = fc.record({ shape, seed, spread: fc.constantFrom(1, 30) });
  await forAll(cases, async ({ shape, seed, spread }) => {
    const scores = ops.multiply(normal(shape, seed), spread);
    expectAgreement(normalizers.softmax()(scores), await softmaxOf(scores));
  });
});

test("normalizers.softmax({ temperature }) is ONNX Softmax of the scores divided by it", async () => {
  const cases = fc.record({ shape, seed, temperature: fc.constantFrom(0.25, 0.7, 3) });
  await forAll(cases, async ({ shape, seed, temperature }) => {
    const scores = normal(shape, seed);
    const divided = tensor(
      scores.data.map((x) => x / temperature),
      shape,
    );
    expectAgreement(normalizers.softmax({ temperature })(scores), await softmaxOf(divided));
  });
});

test("normalizers.softmax() is ONNX Softmax where scores are −∞, as long as each row holds a number", async () => {
  await forAll(fc.record({ shape, seed }), async ({ shape, seed }) => {
    const scores = normal(shape, seed);
    const kept = chances(shape, 0.6, seed + 1).data;
    const m = shape.at(-1)!;
    for (let i = 0; i < scores.data.length; i++) {
      if (i % m !== 0 && kept[i] === 0) scores.data[i] = Number.NEGATIVE_INFINITY;
    }
    expectAgreement(normalizers.softmax()(scores), await softmaxOf(scores));
  });
});

test("normalizers.softmax({ sink }) is ONNX Softmax with one more score in each row, which is then left out", async () => {
  const cases = fc.record({ shape, seed, sink: fc.constantFrom(-1.5, 0, 2) });
  await forAll(cases, async ({ shape, seed, sink }) => {
    const [m, rows] = [shape.at(-1)!, shape.slice(0, -1)];
    const wider = normal([...rows, m + 1], seed);
    for (let at = m; at < wider.size; at += m + 1) wider.data[at] = sink;
    const kept = (x: Tensor) => dense(x.hi(...shape) as Tensor);
    expectAgreement(normalizers.softmax({ sink })(kept(wider)), kept(await softmaxOf(wider)));
  });
});

test("normalizers.softmax() of a row of −∞ is zero, where ONNX Softmax divides 0 by 0", async () => {
  const scores = tensor(new Float32Array(3).fill(Number.NEGATIVE_INFINITY), [1, 3]);
  expect([...normalizers.softmax()(scores).data]).toEqual([0, 0, 0]);
  expect([...(await softmaxOf(scores)).data]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
});

test("normalizers.hardmax() is ONNX Hardmax of the last axis: the first of equal scores", async () => {
  await forAll(fc.record({ shape, seed, values: fc.constantFrom(2, 4, 1000) }), async ({ shape, seed, values }) => {
    const scores = ops.multiply(random(seed).uniform(shape, "float32"), values);
    for (let at = 0; at < scores.size; at++) scores.data[at] = Math.floor(scores.data[at]!);
    const { out } = await onnx("Hardmax", { opset: 13, attributes: lastAxis, inputs: [scores] });
    expectAgreement(normalizers.hardmax()(scores), out!);
  });
});

test("normalizers.topK(k) is ONNX Softmax over the scores that reach the lowest of ONNX TopK", async () => {
  await forAll(fc.record({ shape, seed, wanted: length }), async ({ shape, seed, wanted }) => {
    const scores = normal(shape, seed);
    const k = Math.min(wanted, shape.at(-1)!);
    const count = ndarray(BigInt64Array.of(BigInt(k)));
    const { values } = await onnx("TopK", { opset: 11, inputs: [scores, count], outputs: ["values", "_places"] });
    const m = shape.at(-1)!;
    const reached = scores.data.map((x, at) =>
      x >= values!.data[Math.floor(at / m) * k + k - 1]! ? x : Number.NEGATIVE_INFINITY,
    );
    expectAgreement(normalizers.topK(wanted)(scores), await softmaxOf(tensor(reached, shape)));
  });
});

test("normalizers.sigmoid() is ONNX Sigmoid", async () => {
  await forAll(fc.record({ shape, seed, spread: fc.constantFrom(1, 30) }), async ({ shape, seed, spread }) => {
    const scores = ops.multiply(normal(shape, seed), spread);
    const { out } = await onnx("Sigmoid", { opset: 13, inputs: [scores] });
    expectAgreement(normalizers.sigmoid()(scores), out!);
  });
});
