import ndarray from "ndarray";
import { describe, expect, test } from "vitest";
import {
  grad,
  losses,
  ops,
  type Tensor,
  tensor,
  toArray,
  type Value,
  type Variable,
  zeros,
} from "../../../lib/index.ts";
import { sample } from "../samples.ts";

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
const { exp, log, log1p } = Math;

const rows = (t: Tensor): number[][] => toArray(t) as number[][];
const numberOf = (t: Tensor): number => toArray(t) as number;
const mean = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x, 0) / xs.length;
const softmax = (xs: readonly number[]): number[] => xs.map((x) => 1 / xs.reduce((sum, y) => sum + exp(y - x), 0));
const bits = (numbers: readonly number[], shape: readonly number[]) => ndarray(Uint8Array.from(numbers), [...shape]);
const close = (actual: number, wanted: number): void => {
  expect(Math.abs(actual - wanted)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(wanted)));
};

const x = sample([3, 5], 1);
const y = sample([3, 5], 2);
const kept = [1, 0, 1, 1, 1, 0, 1, 1, 0, 1, 1, 1, 1, 0, 1];
const mask = bits(kept, [3, 5]);

/** The same numbers, but `by` where the mask is 0. */
const spoiled = (t: Tensor, by: number): Tensor =>
  tensor(
    t.data.map((value, i) => (kept[i] ? value : by)),
    t.shape,
  );

describe("losses.meanSquaredError(predictions, targets)", () => {
  test("is the mean of squared differences", () => {
    close(numberOf(losses.meanSquaredError(x, y)), mean([...x.data].map((p, i) => (p - y.data[i]!) ** 2)));
  });

  test("with a mask is the mean of those that count", () => {
    const counting = [...x.data].flatMap((p, i) => (kept[i] ? [(p - y.data[i]!) ** 2] : []));
    close(numberOf(losses.meanSquaredError(x, y, { mask })), mean(counting));
    const columns = bits([1, 0, 0, 1, 0], [5]);
    const some = [...x.data].flatMap((p, i) => (i % 5 === 0 || i % 5 === 3 ? [(p - y.data[i]!) ** 2] : []));
    close(numberOf(losses.meanSquaredError(x, y, { mask: columns })), mean(some));
  });
});

describe("losses.binaryCrossEntropyWithLogits(logits, targets)", () => {
  test("is the mean of −t·ln σ(x) − (1 − t)·ln(1 − σ(x))", () => {
    const t = ops.sigmoid(y);
    const sigma = ops.sigmoid(x).data;
    const costs = [...t.data].map((p, i) => -p * log(sigma[i]!) - (1 - p) * log(1 - sigma[i]!));
    close(numberOf(losses.binaryCrossEntropyWithLogits(x, t)), mean(costs));
  });

  test("of a difference of scores with target 1 is softplus(−Δ)", () => {
    for (const delta of [-700, -30, -2, -1e-9, 0, 0.5, 3, 40, 700]) {
      const loss = numberOf(losses.binaryCrossEntropyWithLogits(ops.subtract(tensor([delta]), tensor([0])), 1));
      const softplus = delta > 0 ? log1p(exp(-delta)) : log1p(exp(delta)) - delta;
      expect(Math.abs(loss - softplus)).toBeLessThanOrEqual(1e-12 * softplus);
    }
  });

  test("keeps its digits for logits that are certain, right or wrong", () => {
    const loss = (logit: number, target: number) =>
      numberOf(losses.binaryCrossEntropyWithLogits(tensor([logit]), target));
    expect(loss(40, 1)).toBe(exp(-40));
    expect([loss(1e308, 0), loss(infinity, 1), loss(-infinity, 0), loss(infinity, 0)]).toEqual([1e308, 0, 0, infinity]);
    const slope = grad((z: Variable) => losses.binaryCrossEntropyWithLogits(z, 1))(tensor([40]));
    expect(Math.abs(slope.get(0) / -exp(-40) - 1)).toBeLessThan(1e-14);
  });
});

describe("losses.crossEntropy(logits, targets)", () => {
  const targets = [4, 0, 2];
  const probabilities = rows(x).map(softmax);

  test("is the mean of −ln softmax(x) at the target", () => {
    close(
      numberOf(losses.crossEntropy(x, targets)),
      mean(targets.map((target, i) => -log(probabilities[i]![target]!))),
    );
  });

  test("takes targets nested like the leading axes, and one for a single row", () => {
    const z = sample([2, 3, 5], 4);
    const flat = losses.crossEntropy(ops.reshape(z, [6, 5]), [0, 1, 2, 3, 4, 0]);
    const nested = losses.crossEntropy(
      z,
      [0, 3].map((c) => [c, c + 1, (c + 2) % 5]),
    );
    expect(numberOf(nested)).toBe(numberOf(flat));
    close(numberOf(losses.crossEntropy(tensor([0, log(3)]), 1)), log(4 / 3));
  });

  test("with label smoothing ε spreads ε over all classes", () => {
    const smooth = targets.map((target, i) => {
      const q = probabilities[i]!.map((_, j) => 0.2 / 5 + (j === target ? 0.8 : 0));
      return -q.reduce((sum, share, j) => sum + share * log(probabilities[i]![j]!), 0);
    });
    close(numberOf(losses.crossEntropy(x, targets, { labelSmoothing: 0.2 })), mean(smooth));
  });

  test("leaves out what the mask does, whatever class stands there", () => {
    const counted = bits([1, 0, 1], [3]);
    const without = losses.crossEntropy(tensor([rows(x)[0]!, rows(x)[2]!]), [4, 2]);
    for (const padding of [-100, nan, 5, 0.5]) {
      expect(numberOf(losses.crossEntropy(x, [4, padding, 2], { mask: counted }))).toBe(numberOf(without));
    }
  });

  test("does not see what a row holds that the mask leaves out", () => {
    const counted = bits([1, 0, 1], [3]);
    const loss = (z: Variable) => losses.crossEntropy(z, [4, 0, 2], { mask: counted, labelSmoothing: 0.1 });
    for (const by of [nan, infinity, -infinity]) {
      const z = tensor(
        x.data.map((value, i) => (Math.floor(i / 5) === 1 ? by : value)),
        [3, 5],
      );
      expect(numberOf(losses.crossEntropy(z, [4, 0, 2], { mask: counted }))).toBe(
        numberOf(losses.crossEntropy(x, [4, 0, 2], { mask: counted })),
      );
      expect(toArray(grad(loss)(z))).toEqual(toArray(grad(loss)(x)));
      expect(rows(grad(loss)(z))[1]).toEqual([0, 0, 0, 0, 0]);
    }
  });

  test("keeps its digits for a clear winner, and for a forbidden class", () => {
    close(numberOf(losses.crossEntropy(tensor([0, 40]), 1)) / exp(-40), 1);
    expect(numberOf(losses.crossEntropy(tensor([1000, 0]), 1))).toBe(1000);
    close(numberOf(losses.crossEntropy(tensor([0, -infinity, 0]), 2)), log(2));
  });
});

describe("losses.inBatchSoftmax(scores)", () => {
  test("is the cross-entropy of the diagonal", () => {
    const diagonal = rows(x).map((row, i) => -log(softmax(row)[i]!));
    close(numberOf(losses.inBatchSoftmax(x)), mean(diagonal));
  });

  test("of several batches is the mean of theirs", () => {
    const both = [sample([3, 5], 6), sample([3, 5], 7)];
    const apart = mean(both.map((one) => numberOf(losses.inBatchSoftmax(one))));
    close(numberOf(losses.inBatchSoftmax(ops.stack(both))), apart);
  });

  test("with a mask leaves out negatives, and queries without their document", () => {
    const [first, , third] = rows(x) as [number[], number[], number[]];
    const some = bits([1, 0, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, 0], [3, 5]);
    const wanted = mean([
      -log(softmax([first[0]!, first[2]!, first[3]!, first[4]!])[0]!),
      -log(softmax(third.slice(0, 4))[2]!),
    ]);
    close(numberOf(losses.inBatchSoftmax(x, { mask: some })), wanted);
  });
});

describe("losses.listNet(scores, relevance)", () => {
  test("is the cross-entropy of two softmaxes", () => {
    const costs = rows(y).map((relevance, i) => {
      const p = softmax(rows(x)[i]!);
      return -softmax(relevance).reduce((sum, q, j) => sum + q * log(p[j]!), 0);
    });
    close(numberOf(losses.listNet(x, y)), mean(costs));
  });

  test("does not count a list without documents", () => {
    const counted = bits([1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1], [3, 5]);
    const [first, , third] = rows(x);
    const [better, , worse] = rows(y);
    const without = losses.listNet(tensor([first!, third!]), tensor([better!, worse!]));
    close(numberOf(losses.listNet(x, y, { mask: counted })), numberOf(without));
  });
});

describe("losses.rankNet(scores, relevance)", () => {
  test("is the mean of softplus(−(sᵢ − sⱼ)) over the pairs in which i is more relevant", () => {
    const relevance = [
      [2, 0, 1, 0, 2],
      [0, 0, 0, 0, 0],
      [1, 0, 0, 0, 0],
    ];
    const costs = relevance.flatMap((grades, list) =>
      grades.flatMap((a, i) =>
        grades.flatMap((b, j) => (a > b ? [log1p(exp(rows(x)[list]![j]! - rows(x)[list]![i]!))] : [])),
      ),
    );
    expect(costs.length).toBe(8 + 0 + 4);
    close(numberOf(losses.rankNet(x, tensor(relevance))), mean(costs));
  });

  test("is that of Bradley and Terry for one pair: −ln σ(s⁺ − s⁻)", () => {
    const loss = losses.rankNet(tensor([1.5, -0.5]), tensor([1, 0]));
    close(numberOf(loss), -log(1 / (1 + exp(-2))));
  });

  test("is 0 without a pair", () => {
    expect(numberOf(losses.rankNet(x, zeros([3, 5])))).toBe(0);
    expect(toArray(grad((z: Variable) => losses.rankNet(z, zeros([3, 5])))(x))).toEqual(toArray(zeros([3, 5])));
  });
});

describe("the same number added to all scores of a list", () => {
  const shifted = ops.add(x, tensor([[100], [-7], [0.5]]));
  const relevance = tensor([
    [1, 0, 0, 0, 1],
    [0, 0, 1, 0, 0],
    [1, 1, 0, 1, 0],
  ]);

  test.each([
    ["listNet", (s: Tensor) => losses.listNet(s, relevance)],
    ["rankNet", (s: Tensor) => losses.rankNet(s, relevance)],
    ["inBatchSoftmax", (s: Tensor) => losses.inBatchSoftmax(s)],
  ])("does not change %s", (_, loss) => {
    expect(Math.abs(numberOf(loss(shifted)) - numberOf(loss(x)))).toBeLessThan(1e-12);
  });

  test("changes binaryCrossEntropyWithLogits", () => {
    const loss = (s: Tensor) => numberOf(losses.binaryCrossEntropyWithLogits(s, relevance));
    expect(Math.abs(loss(shifted) - loss(x))).toBeGreaterThan(1);
  });
});

// What is masked has no influence, in value or gradient, whatever it holds.
const masked: readonly [string, (a: Value, b: Tensor) => Value][] = [
  ["meanSquaredError", (a, b) => losses.meanSquaredError<Value>(a, b, { mask })],
  ["binaryCrossEntropyWithLogits", (a, b) => losses.binaryCrossEntropyWithLogits<Value>(a, b, { mask })],
  ["inBatchSoftmax", (a) => losses.inBatchSoftmax<Value>(a, { mask })],
  ["listNet", (a, b) => losses.listNet<Value>(a, b, { mask })],
  ["rankNet", (a, b) => losses.rankNet<Value>(a, b, { mask })],
];

describe.each(masked)("losses.%s(…, { mask })", (_, loss) => {
  test.each([0, 1e300, nan, infinity, -infinity])("does not see %d under the mask", (by) => {
    const [a, b] = [spoiled(x, by), spoiled(y, by)];
    expect(toArray(loss(a, b) as Tensor)).toBe(toArray(loss(x, y) as Tensor));
    const gradient = (at: Tensor, beside: Tensor) => toArray(grad((z: Variable) => loss(z, beside))(at));
    expect(gradient(a, b)).toEqual(gradient(x, y));
  });

  test("passes no gradient to what is masked", () => {
    const gradient = grad((z: Variable) => loss(z, y))(x);
    kept.forEach((one, i) => {
      if (!one) expect(gradient.data[i]).toBe(0);
    });
  });
});

test("losses of nothing that counts are 0, with gradient 0", () => {
  const none = { mask: bits([0], [1]) };
  const zero = toArray(zeros([3, 5]));
  const all: ((a: Value) => Value)[] = [
    (a) => losses.meanSquaredError<Value>(a, y, none),
    (a) => losses.binaryCrossEntropyWithLogits<Value>(a, y, none),
    (a) => losses.crossEntropy<Value>(a, [0, 0, 0], none),
    (a) => losses.inBatchSoftmax<Value>(a, none),
    (a) => losses.listNet<Value>(a, y, none),
    (a) => losses.rankNet<Value>(a, y, none),
  ];
  for (const loss of all) {
    expect(Math.abs(toArray(loss(x) as Tensor) as number)).toBe(0);
    expect((toArray(grad((z: Variable) => loss(z))(x)) as number[][]).map((row) => row.map(Math.abs))).toEqual(zero);
  }
});
