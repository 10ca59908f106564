import ndarray, { type NdArray } from "ndarray";
import { describe, expect, test } from "vitest";
import { checkGradient, grad, ops, type Tensor, tensor, toArray, type Variable } from "../../../lib/index.ts";
import { encoders, maxSim } from "../../../search/index.ts";
import { noOptions, refuses, wrong } from "../../lib/refuses.ts";
import { sample } from "../../lib/samples.ts";

const [queries, documents] = [sample([3, 5, 2], 1), sample([7, 11, 2], 2)];
const maskOf = (lengths: readonly number[], longest: number): NdArray<Uint8Array> =>
  ndarray(
    Uint8Array.from({ length: lengths.length * longest }, (_, at) =>
      Number(at % longest < lengths[Math.floor(at / longest)]!),
    ),
    [lengths.length, longest],
  );
const [qs, ds] = [
  [5, 1, 3],
  [11, 2, 0, 7, 1, 3, 11],
];
const masks = { queries: maskOf(qs, 5), documents: maskOf(ds, 11) };

/** The definition, one pair after another. */
function plain(i: number, j: number, n: number, m: number): number {
  let sum = 0;
  for (let a = 0; a < n; a++) {
    let best = Number.NEGATIVE_INFINITY;
    for (let b = 0; b < m; b++) {
      best = Math.max(
        best,
        queries.get(i, a, 0) * documents.get(j, b, 0) + queries.get(i, a, 1) * documents.get(j, b, 1),
      );
    }
    if (m > 0) sum += best;
  }
  return sum;
}

describe("maxSim(queries, documents, masks)", () => {
  test("is the sum over the query's tokens of the best inner product, as defined", () => {
    const scores = maxSim(queries, documents);
    const masked = maxSim(queries, documents, masks);
    expect(scores.shape).toEqual([3, 7]);
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 7; j++) {
        expect(scores.get(i, j)).toBeCloseTo(plain(i, j, 5, 11), 12);
        expect(masked.get(i, j)).toBeCloseTo(plain(i, j, qs[i]!, ds[j]!), 12);
      }
  });

  test("has the gradient of central differences", () => {
    const f = (xs: readonly Variable[]) => maxSim(xs[0]!, xs[1]!, masks);
    expect(checkGradient(f, [queries, documents])).toBeLessThan(1e-8);
  });

  test("padding has no influence, in value or gradient, also when it is NaN", () => {
    const spoilt = [queries, documents].map((x) => tensor(x.data.slice(), x.shape));
    for (const [x, lengths] of [[spoilt[0]!, qs] as const, [spoilt[1]!, ds] as const])
      for (let i = 0; i < x.shape[0]!; i++)
        for (let token = lengths[i]!; token < x.shape[1]!; token++) x.set(i, token, 1, Number.NaN);
    expect(toArray(maxSim(spoilt[0]!, spoilt[1]!, masks))).toEqual(toArray(maxSim(queries, documents, masks)));
    const gradient = (xs: readonly Tensor[]) =>
      grad((ys: readonly Variable[]) => ops.sum(maxSim(ys[0]!, ys[1]!, masks)))(xs as Tensor[]);
    expect(gradient(spoilt).map((g) => [...g.data])).toEqual(gradient([queries, documents]).map((g) => [...g.data]));
  });

  test("takes masks that are views", () => {
    const transposed = ndarray(new Uint8Array(55), [11, 5]).transpose(1, 0) as NdArray<Uint8Array>;
    const lengths = [11, 1, 2, 3, 5];
    lengths.forEach((length, i) => {
      for (let j = 0; j < length; j++) transposed.set(i, j, 1);
    });
    const texts = sample([5, 11, 2], 3);
    expect(maxSim(queries, texts, { documents: transposed })).toEqual(
      maxSim(queries, texts, { documents: maskOf(lengths, 11) }),
    );
  });

  const shape = "[texts, tokens";
  refuses([
    ["maxSim: queries has value 3, expected a tensor", () => maxSim(wrong(3), documents)],
    ["maxSim: documents has value null, expected a tensor", () => maxSim(queries, wrong(null))],
    [
      `maxSim: queries has shape [2, 2], expected ${shape}, d], none of them 0`,
      () => maxSim(sample([2, 2]), documents),
    ],
    [
      `maxSim: documents has shape [7, 11, 3], expected ${shape}, 2], none of them 0`,
      () => maxSim(queries, sample([7, 11, 3])),
    ],
    [
      `maxSim: documents has shape [0, 11, 2], expected ${shape}, 2], none of them 0`,
      () => maxSim(queries, sample([0, 11, 2])),
    ],
    [
      "maxSim: masks.queries has shape [3, 4], expected [3, 5]",
      () => maxSim(queries, documents, { queries: maskOf([1, 1, 1], 4) }),
    ],
    [
      "maxSim: masks.documents has type array, expected an ndarray of Uint8Array",
      () => maxSim(queries, documents, { documents: wrong([[1]]) }),
    ],
    ...noOptions("maxSim: masks", ["queries", "documents"], (masks) => maxSim(queries, documents, masks)),
  ]);
});

test("lateInteraction() scores unit vectors: a text that has all words of a query scores their number", () => {
  const encoded = (tokens: Tensor, mask: NdArray<Uint8Array>) => ({ vector: tokens, weights: tokens, tokens, mask });
  const document = encoded(queries, maskOf([5, 5, 5], 5));
  const scores = encoders.lateInteraction().score({}, encoded(queries, masks.queries), document) as Tensor;
  qs.forEach((length, i) => {
    expect(scores.get(i, i)).toBeCloseTo(length, 12);
  });
  expect(Math.max(...scores.data)).toBeLessThanOrEqual(5 + 1e-12);
});
