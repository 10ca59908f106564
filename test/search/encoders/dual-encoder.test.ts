import { describe, expect, test } from "vitest";
import {
  checkGradient,
  grad,
  losses,
  ops,
  random,
  type Tensor,
  tensor,
  toArray,
  type Value,
  type Variable,
} from "../../../lib/index.ts";
import { flatten, replaced } from "../../../search/engine/parameters.ts";
import { DualEncoder, type DualEncoderParams, encoders, type Relevance, vocabulary } from "../../../search/index.ts";
import { sample } from "../../lib/samples.ts";

const { attentionPooling, crossAttention, innerProduct, lateInteraction, meanPooling, summed } = encoders;
const queries = [["red", "apple"], ["taxi"], ["plum", "pie", "red"]];
const documents = [["apple", "pie", "red", "cake"], ["yellow", "taxi"], ["plum"]];
const knowledge = { name: "ends", dimension: 3, vectorOf: (word: string) => [1, word.length, word.charCodeAt(0) / 99] };
const groups = { name: "initials", groupsOf: (word: string) => [word[0]!, `${word.length}`] };
const embeddings = {
  words: encoders.wordTable(vocabulary([...new Set(documents.flat())])),
  ngrams: encoders.ngramTable({ buckets: 7, longest: 3 }),
  ends: encoders.projectedVectors(knowledge),
  initials: encoders.groupTable(groups, { buckets: 5 }),
};
const relevances: Record<string, Relevance> = {
  innerProduct: innerProduct(),
  lateInteraction: lateInteraction(),
  crossAttention: crossAttention(),
  summed: summed({ vectors: innerProduct(), crossing: crossAttention() }),
};
/** What has no part in a score: the poolings of texts of which only words are compared. */
const unheard: Record<string, string[]> = {
  innerProduct: [],
  lateInteraction: ["query/query", "document/query"],
  crossAttention: ["document/query"],
  summed: [],
};
const dualOf = (relevance: Relevance): DualEncoder =>
  new DualEncoder({
    ...{ embeddings, query: attentionPooling(), document: attentionPooling(), relevance },
    priorOf: (word) => Math.log(word.length),
  });

/** Parameters that are nowhere special: those of a module may begin as zeros. */
function somewhere(dual: DualEncoder): DualEncoderParams {
  const params = dual.initialise(random(1), 5, "float64");
  const moved = Object.entries(flatten(params)).map(([path, { shape }], i) => [path, sample(shape, i + 1)]);
  return replaced(params, Object.fromEntries(moved));
}

describe.each(Object.entries(relevances))("new DualEncoder({ relevance: %s })", (name, relevance) => {
  const dual = dualOf(relevance);
  const params = somewhere(dual);
  const scoresAt = (values: Readonly<Record<string, Value>>): Value =>
    dual.forward(replaced(params, values), queries, documents).scores;

  test("has the gradient of central differences, in every part", () => {
    expect(checkGradient(scoresAt, flatten(params))).toBeLessThan(1e-7);
  });

  test("a loss moves every parameter that has a part in it", () => {
    const loss = (values: Readonly<Record<string, Variable>>): Value => losses.inBatchSoftmax<Value>(scoresAt(values));
    const gradient = grad(loss)(flatten(params));
    const still = Object.keys(gradient).filter((path) => (gradient[path] as Tensor).data.every((x) => x === 0));
    expect(still).toEqual(unheard[name]);
  });

  test("padding changes no score", () => {
    const alone = documents.map((document) => toArray(dual.forward(params, queries, [document]).scores as Tensor));
    const long = Array.from({ length: 99 }, (_, i) => documents.flat()[i % 7]!);
    const beside = dual.forward(params, [...queries, long], [...documents, long]).scores as Tensor;
    queries.forEach((_, i) => {
      documents.forEach((_, j) => {
        const [one, other] = [(alone[j] as number[][])[i]![0]!, beside.get(i, j)];
        expect(Math.abs(one - other)).toBeLessThanOrEqual(1e-15 * Math.max(1, Math.abs(one)));
      });
    });
  });

  test("a text without words scores 0", () => {
    const { scores } = dual.forward(params, [[], ["red"]], [[], ["red"]]);
    expect([0, 1, 2].map((at) => (scores as Tensor).data[at])).toEqual([0, 0, 0]);
    expect((scores as Tensor).get(1, 1)).not.toBe(0);
    expect(toArray(dual.forward(params, [[]], [[]]).scores as Tensor)).toEqual([[0]]);
  });

  test("encodes queries and documents each by themselves as together", () => {
    const together = dual.forward(params, queries, documents);
    expect(dual.encodeQueries(params, queries)).toEqual(together.queries);
    expect(dual.encodeDocuments(params, documents)).toEqual(together.documents);
  });
});

const relevant = tensor([
  [1, 0, 0],
  [0, 1, 0],
  [1, 0, 1],
]);
const objectives: Record<string, (scores: Value) => Value> = {
  inBatchSoftmax: (scores) => losses.inBatchSoftmax<Value>(scores),
  rankNet: (scores) => losses.rankNet<Value>(scores, relevant),
  listNet: (scores) => losses.listNet<Value>(scores, relevant),
  binaryCrossEntropyWithLogits: (scores) => losses.binaryCrossEntropyWithLogits<Value>(scores, relevant),
};
test.each(Object.entries(objectives))("%s of a dual encoder has the gradient of central differences", (_, loss) => {
  const dual = dualOf(innerProduct());
  const params = somewhere(dual);
  const f = (values: Readonly<Record<string, Variable>>): Value =>
    loss(dual.forward(replaced(params, values), queries, documents).scores);
  expect(checkGradient(f, flatten(params))).toBeLessThan(1e-7);
});

test("a module of one's own takes the place of another", () => {
  const first = {
    initialise: () => ({ bias: tensor([1, 1, 1, 1, 1]) }),
    encode: (
      { bias }: { bias: Value },
      { tokens, mask, prior }: Parameters<ReturnType<typeof meanPooling>["encode"]>[1],
    ) => ({
      vector: ops.add<Value>(ops.mean<Value>(tokens, { axis: 1 }), bias),
      weights: prior,
      tokens,
      mask,
    }),
  };
  const dual = new DualEncoder({ embeddings, query: first, document: meanPooling(), relevance: innerProduct() });
  const params = dual.initialise(random(1), 5, "float64");
  expect(Object.keys(flatten(params))).toContain("query/bias");
  const gradient = grad((values: Readonly<Record<string, Variable>>) =>
    ops.sum(dual.forward(replaced(params, values), queries, documents).scores),
  )(flatten(params));
  expect((gradient["query/bias"] as Tensor).data.some((x) => x !== 0)).toBe(true);
});
