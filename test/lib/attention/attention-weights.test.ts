import fc from "fast-check";
import { expect, test } from "vitest";
import {
  attentionWeights,
  grad,
  largestDifference,
  masks,
  normalizers,
  ops,
  scores,
  tensor,
  toArray,
  type Value,
  Variable,
} from "../../../lib/index.ts";
import { places } from "../layouts.ts";
import { compositions, sizes } from "../masks/compositions.ts";
import { sample } from "../samples.ts";

const [q, k] = [sample([2, 1, 5, 3], 1), sample([3, 7, 3], 2)];

test("attentionWeights(q, k) is softmax(q·kᵀ/√d)", () => {
  const expected = normalizers.softmax()(ops.divide(ops.matmul(q, ops.transpose(k)), Math.sqrt(3)));
  expect(largestDifference(attentionWeights(q, k), expected)).toBeLessThan(1e-15);
});

test("attentionWeights(q, k, { mask }) has rows that sum to 1, or to 0 where everything is masked", () => {
  fc.assert(
    fc.property(compositions, ({ mask, allows }) => {
      const sums = ops.sum(attentionWeights(q, k, { mask }), { axis: -1 });
      for (const [a, b, i] of places([...sizes.lead, sizes.n])) {
        const any = Array.from({ length: sizes.m }, (_, j) => allows(i!, j, [a!, b!])).some(Boolean);
        expect(sums.get(a!, b!, i!)).toBeCloseTo(Number(any), 13);
      }
    }),
    { numRuns: 50 },
  );
});

test("attentionWeights(q, k) takes huge scores", () => {
  const weights = attentionWeights(tensor([[1e150]]), tensor([[1e150], [-1e150], [1e150]]));
  expect(toArray(weights)).toEqual([[0.5, 0, 0.5]]);
});

test("attentionWeights(q, k, { mask }) masks with −∞: no score, however low, loses to a masked one", () => {
  const [lowest, masked] = [tensor([[-1e150]]), tensor([[1e150], [1]])];
  expect(toArray(attentionWeights(lowest, masked, { mask: masks.prefix(1) }))).toEqual([[1, 0]]);
});

test("attentionWeights(q, k, { normalize: softmax({ temperature }) }) is a scale of 1/temperature", () => {
  const cooled = attentionWeights(q, k, { score: scores.dot(), normalize: normalizers.softmax({ temperature: 0.5 }) });
  expect(largestDifference(cooled, attentionWeights(q, k, { score: scores.scaledDot({ scale: 2 }) }))).toBeLessThan(
    1e-14,
  );
});

test("attentionWeights(q, k, options) is traced when anything in it is: q, k, a score's or normaliser's parameter, bias", () => {
  const traced = (f: (x: Variable) => Value) =>
    grad((x) => {
      const weights = f(x);
      expect(weights).toBeInstanceOf(Variable);
      return ops.sum<Value>(weights);
    })(tensor([[0.5]]));
  const one = tensor([[2]]);
  traced((x) => attentionWeights(x, one));
  traced((x) => attentionWeights(one, x));
  traced((temperature) => attentionWeights(one, one, { score: scores.cosine({ temperature }) }));
  traced((W) => attentionWeights(one, one, { score: scores.bilinear(W) }));
  traced((temperature) => attentionWeights(one, one, { normalize: normalizers.softmax({ temperature }) }));
  traced((bias) => attentionWeights(one, one, { bias }));
  expect(attentionWeights(one, one)).not.toBeInstanceOf(Variable);
});

test("attentionWeights(q, k, { mask }) of a single allowed key is 1 there", () => {
  const weights = attentionWeights(q, k, { mask: masks.slidingWindow(0, 0) });
  for (const [a, b, i, j] of places(weights.shape)) expect(weights.get(a!, b!, i!, j!)).toBe(Number(i === j));
});
