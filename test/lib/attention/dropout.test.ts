import { expect, test } from "vitest";
import { attend, attentionWeights, grad, largestDifference, masks, ops, tensor } from "../../../lib/index.ts";
import { double, sample } from "../samples.ts";

const [q, k, v] = [sample([11, 3], 1), sample([13, 3], 2), sample([13, 2], 3)];
const plain = attentionWeights(q, k);

test("attentionWeights(q, k, { dropout }) sets weights to 0 and divides the others by 1 − rate", () => {
  const dropped = attentionWeights(q, k, { dropout: { rate: 0.4, seed: 5 } });
  const factors = new Set([...dropped.data].map((w, i) => (w === 0 ? 0 : Number((w / plain.data[i]!).toFixed(12)))));
  expect([...factors].sort()).toEqual([0, Number((1 / 0.6).toFixed(12))]);
});

test("attentionWeights(q, k, { dropout }) drops the given share", () => {
  const [size, rate] = [100_000, 0.3];
  const dropped = attentionWeights(tensor(new Float64Array(size), [size, 1]), tensor([[0]]), {
    dropout: { rate, seed: 1 },
  });
  const share = dropped.data.filter((w) => w === 0).length / size;
  expect(Math.abs(share - rate)).toBeLessThan(5 * Math.sqrt((rate * (1 - rate)) / size));
});

test("attentionWeights(q, k, { dropout }) keeps the mean of every weight", () => {
  const runs = 4000;
  let sum = 0;
  for (let seed = 0; seed < runs; seed++) sum += attentionWeights(q, k, { dropout: { rate: 0.3, seed } }).get(0, 0);
  const w = plain.get(0, 0);
  expect(Math.abs(sum / runs - w)).toBeLessThan(5 * w * Math.sqrt(0.3 / 0.7 / runs));
});

test("attentionWeights(q, k, { dropout }) is the same for the same seed, and another for another", () => {
  const at = (seed: number) => attentionWeights(q, k, { dropout: { rate: 0.4, seed } });
  expect(largestDifference(at(5), at(5))).toBe(0);
  expect(largestDifference(at(5), at(6))).toBeGreaterThan(0);
});

test("attentionWeights(q, k, { dropout }) of rate 0 drops nothing", () => {
  expect(largestDifference(attentionWeights(q, k, { dropout: { rate: 0, seed: 5 } }), plain)).toBe(0);
});

test("attend(q, k, v, { dropout }) uses the dropped weights, in value and gradient", () => {
  const options = { dropout: { rate: 0.4, seed: 5 }, mask: masks.causal({ offset: 2 }) };
  const weights = attentionWeights(q, k, options);
  expect(largestDifference(attend(q, k, v, options).output, ops.matmul(weights, v))).toBeLessThan(1e-15);
  const gradient = grad((x) => ops.sum(attend(q, k, x, options).output))(v);
  const expected = ops.broadcastTo(ops.reshape(ops.sum(weights, { axis: 0 }), [13, 1]), [13, 2]);
  expect(largestDifference(gradient, expected)).toBeLessThan(1e-15);
});

test("attentionWeights(q, k, { dropout }) keeps float32, and drops the same weights", () => {
  const [a, b] = [sample([2, 3], 1, "float32"), sample([5, 3], 2, "float32")];
  const options = { dropout: { rate: 0.5, seed: 1 } };
  const weights = attentionWeights(a, b, options);
  expect(weights.dtype).toBe("float32");
  expect(largestDifference(weights, attentionWeights(double(a), double(b), options))).toBeLessThan(1e-6);
});
