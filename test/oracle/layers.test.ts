import fc from "fast-check";
import { test } from "vitest";
import { layers, ops } from "../../lib/index.ts";
import { expectAgreement, forAll, lead, length, normal, seed } from "./agreement.ts";
import { onnx } from "./onnx.ts";

// Two or three numbers may lie so close together that only a larger epsilon keeps the rounding of their mean, which the
// norm divides by the deviation, below what the comparison resolves.
const epsilonOf = (d: number) => (d < 5 ? fc.constantFrom(1e-2, 1) : fc.constantFrom(1e-5, 1e-2, 1));

const rows = fc.constantFrom(2, 3, 5, 7, 11, 13).chain((d) =>
  fc.record({
    shape: fc.tuple(lead, length).map(([axes, n]) => [...axes, n, d]),
    epsilon: epsilonOf(d),
    offset: fc.constantFrom(0, 3),
    biased: fc.boolean(),
    seed,
  }),
);

test("layers.layerNorm(params, x, { epsilon }) is ONNX LayerNormalization of the last axis", async () => {
  await forAll(rows, async ({ shape, epsilon, offset, biased, seed }) => {
    const x = ops.add(normal(shape, seed), offset);
    const gain = normal(shape.slice(-1), seed + 1);
    const bias = biased ? normal(shape.slice(-1), seed + 2) : undefined;
    const attributes = { axis: { i: -1 }, epsilon: { f: epsilon } };
    const inputs = bias === undefined ? [x, gain] : [x, gain, bias]; // one named "" would end the process
    const { out } = await onnx("LayerNormalization", { opset: 17, attributes, inputs });
    expectAgreement(layers.layerNorm(bias ? { gain, bias } : { gain }, x, { epsilon: Math.fround(epsilon) }), out!);
  });
});

test("layers.rmsNorm(params, x, { epsilon }) is ONNX RMSNormalization of the last axis", async () => {
  await forAll(rows, async ({ shape, epsilon, offset, seed }) => {
    const x = ops.add(normal(shape, seed), offset);
    const gain = normal(shape.slice(-1), seed + 1);
    const attributes = { axis: { i: -1 }, epsilon: { f: epsilon } };
    const { out } = await onnx("RMSNormalization", { opset: 23, attributes, inputs: [x, gain] });
    expectAgreement(layers.rmsNorm({ gain }, x, { epsilon: Math.fround(epsilon) }), out!);
  });
});

const spread = fc.record({ n: length, spread: fc.constantFrom(1, 5), seed });

test.each(["none", "tanh"] as const)("ops.gelu(x, { approximate: %s }) is ONNX Gelu", async (approximate) => {
  await forAll(spread, async ({ n, spread, seed }) => {
    const x = ops.multiply(normal([n, 7], seed), spread);
    const { out } = await onnx("Gelu", { opset: 20, attributes: { approximate: { s: approximate } }, inputs: [x] });
    expectAgreement(ops.gelu(x, { approximate }), out!);
  });
});

test("ops.silu(x) is x times ONNX Sigmoid", async () => {
  await forAll(spread, async ({ n, spread, seed }) => {
    const x = ops.multiply(normal([n, 7], seed), spread);
    const { out } = await onnx("Sigmoid", { opset: 13, inputs: [x] });
    expectAgreement(ops.silu(x), ops.multiply(x, out!));
  });
});
