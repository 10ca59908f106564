import fc from "fast-check";
import { test } from "vitest";
import { ops, scores, type Tensor } from "../../lib/index.ts";
import { dense, expectAgreement, forAll, lead, length, normal, seed } from "./agreement.ts";
import { onnx } from "./onnx.ts";

const matmulOf = async (a: Tensor, b: Tensor): Promise<Tensor> =>
  (await onnx("MatMul", { opset: 13, inputs: [a, b] })).out!;

// Leading axes of two tensors that broadcast: axes of length 1 in one or the other, and missing ones.
const leads = fc
  .tuple(lead, fc.array(fc.constantFrom("both", "first", "second"), { minLength: 2, maxLength: 2 }), fc.nat({ max: 2 }))
  .map(([axes, present, missing]) => {
    const of = (other: string) => axes.map((axis, i) => (present[i] === other ? 1 : axis));
    return { first: of("second"), second: of("first").slice(missing) };
  });
const cases = fc.record({ leads, n: length, m: length, d: length, seed });

test("ops.matmul(a, b) is ONNX MatMul, with leading axes that broadcast", async () => {
  await forAll(cases, async ({ leads, n, m, d, seed }) => {
    const [a, b] = [normal([...leads.first, n, d], seed), normal([...leads.second, d, m], seed + 1)];
    expectAgreement(ops.matmul(a, b), await matmulOf(a, b));
  });
});

test("scores.dot()(q, k) is ONNX MatMul of q and the transpose of k", async () => {
  await forAll(cases, async ({ leads, n, m, d, seed }) => {
    const [q, k] = [normal([...leads.first, n, d], seed), normal([...leads.second, m, d], seed + 1)];
    expectAgreement(scores.dot()(q, k), await matmulOf(q, dense(ops.transpose(k))));
  });
});

test("scores.scaledDot({ scale })(q, k) is ONNX MatMul of scale · q and the transpose of k", async () => {
  const scaled = fc.record({ of: cases, scale: fc.constantFrom(undefined, 0.3, 1.2) });
  await forAll(scaled, async ({ of: { leads, n, m, d, seed }, scale }) => {
    const [q, k] = [normal([...leads.first, n, d], seed), normal([...leads.second, m, d], seed + 1)];
    const factor = scale ?? 1 / Math.sqrt(d);
    const ours = scores.scaledDot(scale === undefined ? {} : { scale })(q, k);
    expectAgreement(ours, await matmulOf(dense(ops.multiply(q, factor)), dense(ops.transpose(k))));
  });
});

test("scores.cosine({ temperature })(q, k) is ONNX MatMul of rows that LpNormalization made unit vectors", async () => {
  const unit = async (x: Tensor) =>
    (await onnx("LpNormalization", { opset: 22, attributes: { axis: { i: -1 }, p: { i: 2 } }, inputs: [x] })).out!;
  const tempered = fc.record({ of: cases, temperature: fc.constantFrom(1, 0.5, 3) });
  await forAll(tempered, async ({ of: { leads, n, m, d, seed }, temperature }) => {
    const [q, k] = [normal([...leads.first, n, d], seed), normal([...leads.second, m, d], seed + 1)];
    const cosines = await matmulOf(await unit(q), dense(ops.transpose(await unit(k))));
    expectAgreement(scores.cosine({ temperature })(q, k), ops.divide(cosines, temperature));
  });
});
