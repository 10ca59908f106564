import ndarray from "ndarray";
import {
  attend,
  attentionWeights,
  featureMaps,
  linearAttention,
  masks,
  multiHeadAttention,
  normalizers,
  ops,
  positions,
  type Score,
  scaledDotProductAttention,
  scores,
  selfAttention,
  type Tensor,
  tensor,
  type Value,
} from "../../lib/index.ts";
import { type Case, make } from "./case.ts";
import { layerCases } from "./layers/cases.ts";
import { positive, sample } from "./samples.ts";
import { trainingCases } from "./training/cases.ts";

const a = sample([2, 1, 3, 5], 1);
const b = sample([7, 3, 5], 2);
const away = tensor(
  sample([3, 5], 3).data.map((x) => x + 0.2 * Math.sign(x)),
  [3, 5],
); // no entry near 0
const condition = ndarray(
  Uint8Array.from({ length: 15 }, (_, i) => Number(i % 3 !== 1)),
  [3, 5],
);

const { add, subtract, multiply, divide } = ops;

export const opCases: readonly Case[] = [
  make("ops.add(a, b)", (x, y) => add<Value>(x!, y!), a, b),
  make("ops.subtract(a, b)", (x, y) => subtract<Value>(x!, y!), a, b),
  make("ops.multiply(a, b)", (x, y) => multiply<Value>(x!, y!), a, b),
  make("ops.divide(a, b)", (x, y) => divide<Value>(x!, y!), a, positive([7, 3, 5])),
  make("ops.divide(2, b)", (x) => divide<Value>(2, x!), positive([3, 5])),
  make("ops.subtract(a, 3)", (x) => subtract<Value>(x!, 3), b),
  make("ops.multiply(a, scalar)", (x, y) => multiply<Value>(x!, y!), b, tensor(0.7)),
  make("ops.negate(x)", (x) => ops.negate<Value>(x!), b),
  make("ops.exp(x)", (x) => ops.exp<Value>(x!), b),
  make("ops.log(x)", (x) => ops.log<Value>(x!), positive([3, 5])),
  make("ops.sqrt(x)", (x) => ops.sqrt<Value>(x!), positive([3, 5])),
  make("ops.square(x)", (x) => ops.square<Value>(x!), b),
  make("ops.abs(x)", (x) => ops.abs<Value>(x!), away),
  make("ops.sign(x)", (x) => ops.sign<Value>(x!), away),
  make("ops.tanh(x)", (x) => ops.tanh<Value>(x!), b),
  make("ops.sigmoid(x)", (x) => ops.sigmoid<Value>(x!), b),
  make("ops.softplus(x)", (x) => ops.softplus<Value>(x!), b),
  make("ops.relu(x)", (x) => ops.relu<Value>(x!), away),
  make("ops.gelu(x)", (x) => ops.gelu<Value>(x!), b),
  make('ops.gelu(x, { approximate: "tanh" })', (x) => ops.gelu<Value>(x!, { approximate: "tanh" }), b),
  make("ops.silu(x)", (x) => ops.silu<Value>(x!), b),
  make("ops.broadcastTo(x, shape)", (x) => ops.broadcastTo<Value>(x!, [2, 7, 3, 5]), sample([7, 1, 5])),
  make("ops.sum(x)", (x) => ops.sum<Value>(x!), b),
  make("ops.sum(x, { axis: 1 })", (x) => ops.sum<Value>(x!, { axis: 1 }), b),
  make("ops.sum(x, { axis: -1, keepDims })", (x) => ops.sum<Value>(x!, { axis: -1, keepDims: true }), b),
  make("ops.mean(x)", (x) => ops.mean<Value>(x!), b),
  make("ops.mean(x, { axis: 0 })", (x) => ops.mean<Value>(x!, { axis: 0 }), b),
  make("ops.logSumExp(x)", (x) => ops.logSumExp<Value>(x!), b),
  make("ops.logSumExp(x, { axis: 0 })", (x) => ops.logSumExp<Value>(x!, { axis: 0 }), b),
  make("ops.logSumExp(x, { axis: 1 })", (x) => ops.logSumExp<Value>(x!, { axis: 1 }), b),
  make("ops.logSumExp(x, { axis: -1, keepDims })", (x) => ops.logSumExp<Value>(x!, { axis: -1, keepDims: true }), b),
  make("ops.logSoftmax(x)", (x) => ops.logSoftmax<Value>(x!), b),
  make("ops.matmul(a, b)", (x, y) => ops.matmul<Value>(x!, y!), sample([3, 5]), sample([5, 7], 2)),
  make("ops.matmul of batches", (x, y) => ops.matmul<Value>(x!, y!), sample([2, 1, 3, 5]), sample([7, 5, 2], 2)),
  make("ops.transpose(x)", (x) => ops.transpose<Value>(x!), b),
  make("ops.transpose(x, axes)", (x) => ops.transpose<Value>(x!, [2, 0, 1]), b),
  make("ops.reshape(x, shape)", (x) => ops.reshape<Value>(x!, [5, 21]), b),
  make("ops.stack(values)", (x, y) => ops.stack<Value>([x!, y!, x!]), sample([3, 5]), sample([3, 5], 2)),
  make("ops.slice(x, { axis, from, to })", (x) => ops.slice<Value>(x!, { axis: 1, from: 2, to: 5 }), sample([3, 7])),
  make(
    "ops.concatenate(values, { axis })",
    (x, y) => ops.concatenate<Value>([x!, y!, x!], { axis: -1 }),
    sample([3, 5]),
    sample([3, 2], 2),
  ),
  make("ops.take(x, indices)", (x) => ops.take<Value>(x!, [4, 0, 4, 2]), sample([5, 3, 2])),
  make("ops.where(condition, a, b)", (x, y) => ops.where<Value>(condition, x!, y!), sample([7, 3, 5]), sample([5], 2)),
  make("ops.where(condition, a, 4)", (x) => ops.where<Value>(condition, x!, 4), sample([3, 1])),
  make("ops.distances(q, k)", (x, y) => ops.distances<Value>(x!, y!), sample([2, 1, 3, 5]), sample([7, 2, 5], 2)),
  make(
    "ops.squaredDistances(q, k)",
    (x, y) => ops.squaredDistances<Value>(x!, y!),
    sample([2, 1, 3, 5]),
    sample([7, 2, 5], 2),
  ),
  make("ops.l2Normalize(x)", (x) => ops.l2Normalize<Value>(x!), b),
];

const q = sample([2, 1, 3, 5], 4);
const k = sample([2, 7, 5], 5);
const scored = (call: string, score: (...params: Value[]) => Score<Value>, ...params: Tensor[]): Case =>
  make(
    call,
    (x, y, ...rest) => score(...rest)<Value>(x!, y!),
    params.length > 0 && call.includes("q [3, 2]") ? sample([3, 2], 4) : q,
    k,
    ...params,
  );

export const scoreCases: readonly Case[] = [
  scored("scores.dot()", () => scores.dot() as Score<Value>),
  scored("scores.scaledDot()", () => scores.scaledDot() as Score<Value>),
  scored("scores.scaledDot({ scale })", (scale) => scores.scaledDot<Value>({ scale: scale! }), tensor(0.8)),
  scored("scores.bilinear(W), q [3, 2]", (W) => scores.bilinear<Value>(W!), sample([2, 5], 6)),
  scored(
    "scores.additive(params), q [3, 2]",
    (Wq, Wk, w) => scores.additive<Value>({ Wq: Wq!, Wk: Wk!, w: w! }),
    sample([2, 11], 6),
    sample([5, 11], 7),
    sample([11], 8),
  ),
  scored("scores.cosine()", () => scores.cosine() as Score<Value>),
  scored(
    "scores.cosine({ temperature })",
    (temperature) => scores.cosine<Value>({ temperature: temperature! }),
    tensor([0.6]),
  ),
  scored("scores.pearson()", () => scores.pearson() as Score<Value>),
  scored("scores.negativeSquaredDistance()", () => scores.negativeSquaredDistance() as Score<Value>),
  scored(
    "scores.negativeSquaredDistance({ bandwidth })",
    (bandwidth) => scores.negativeSquaredDistance<Value>({ bandwidth: bandwidth! }),
    tensor([[1.3]]),
  ),
  scored("scores.negativeDistance()", () => scores.negativeDistance() as Score<Value>),
  scored("scores.kernel(fn)", () => scores.kernel((u) => ops.exp(ops.negate(ops.square(u)))) as Score<Value>),
];

const v = sample([1, 7, 2], 9);
const bias = sample([3, 7], 10);

export const attentionCases: readonly Case[] = [
  make("normalizers.softmax()", (x) => normalizers.softmax()<Value>(x!), b),
  make(
    "normalizers.softmax({ temperature })",
    (x, t) => normalizers.softmax<Value>({ temperature: t! })<Value>(x!),
    b,
    tensor([1.7]),
  ),
  make(
    "normalizers.softmax({ sink })",
    (x, c) => normalizers.softmax<Value>({ sink: c! })<Value>(x!),
    b,
    sample([3, 1]),
  ),
  make("normalizers.sparsemax()", (x) => normalizers.sparsemax()<Value>(x!), b),
  make("normalizers.entmax15()", (x) => normalizers.entmax15()<Value>(x!), b),
  make("normalizers.sigmoid()", (x) => normalizers.sigmoid()<Value>(x!), b),
  make("normalizers.topK(2)", (x) => normalizers.topK(2)<Value>(x!), b),
  make("normalizers.hardmax()", (x) => normalizers.hardmax()<Value>(x!), b),
  make("normalizers.sumNormalize()", (x) => normalizers.sumNormalize()<Value>(x!), positive([7, 3, 5])),
  make("featureMaps.elu()", (x) => featureMaps.elu()<Value>(x!), away),
  make("featureMaps.identity()", (x) => featureMaps.identity()<Value>(x!), b),
  make("featureMaps.positiveRandom(options)", (x) => featureMaps.positiveRandom({ count: 2, seed: 1 })<Value>(x!), b),
  make("positions.rotary(x)", (x) => positions.rotary<Value>(x!, { dimension: 4, pairs: "halves" }), b),
  make("positions.learned(table)", (x) => positions.learned<Value>(x!, [2, 0, 2]), sample([5, 3])),
  make("positions.relativeBias(table)", (x) => positions.relativeBias<Value>(x!, 2, 7), sample([3, 5])),
  make("attentionWeights(q, k)", (x, y) => attentionWeights<Value>(x!, y!), q, k),
  make("attend(q, k, v)", (x, y, z) => attend<Value>(x!, y!, z!).output, q, k, v),
  make(
    "attend(q, k, v, { mask, bias })",
    (x, y, z, c) => attend<Value>(x!, y!, z!, { mask: masks.causal({ offset: 2 }), bias: c! }).output,
    q,
    k,
    v,
    bias,
  ),
  make(
    "attend(q, k, v, { mask }) with masked rows",
    (x, y, z) => attend<Value>(x!, y!, z!, { mask: masks.causal({ offset: -1 }) }).output,
    q,
    k,
    v,
  ),
  make(
    "attend(q, k, v, { dropout })",
    (x, y, z) => attend<Value>(x!, y!, z!, { dropout: { rate: 0.4, seed: 3 } }).output,
    q,
    k,
    v,
  ),
  make("scaledDotProductAttention(q, k, v)", (x, y, z) => scaledDotProductAttention<Value>(x!, y!, z!), q, k, v),
  make(
    "scaledDotProductAttention(q, k, v, { mask, bias, softcap, scale, dropout })",
    (x, y, z, c) =>
      scaledDotProductAttention<Value>(x!, y!, z!, {
        mask: masks.causal({ offset: 2 }),
        bias: c!,
        softcap: 2,
        scale: 0.4,
        dropout: { rate: 0.2, seed: 3 },
      }),
    q,
    k,
    v,
    bias,
  ),
  make(
    "selfAttention(x, params)",
    (x, Wq, Wv) => selfAttention<Value>(x!, { Wq: Wq!, Wk: Wq!, Wv: Wv! }).output,
    sample([2, 3, 5], 1),
    sample([5, 2], 2),
    sample([5, 7], 3),
  ),
  make(
    "multiHeadAttention(queries, context, params, { heads, kvHeads })",
    (x, c, Wq, Wk, Wv, Wo) =>
      multiHeadAttention<Value>(x!, c!, { Wq: Wq!, Wk: Wk!, Wv: Wv!, Wo: Wo! }, { heads: 4, kvHeads: 2 }).output,
    sample([3, 5], 1),
    sample([2, 7, 3], 2),
    sample([5, 8], 3),
    sample([3, 4], 4),
    sample([3, 6], 5),
    sample([12, 2], 6),
  ),
];

// Two chunks of tokens. Keys have length 1, for which the delta rule is stable; central differences do not leave the
// gates' interval (0, 1].
const token = { q: positive([5, 3], 1), k: ops.l2Normalize(positive([5, 3], 2)), v: sample([5, 2], 3) };
const rate = ops.multiply(positive([5, 1], 4), 0.6);

export const linearCases: readonly Case[] = [
  make(
    "linearAttention(q, k, v, { gate, chunk })",
    (x, y, z, gate) => linearAttention<Value>(x!, y!, z!, { gate: gate!, chunk: 3 }).output,
    ...[token.q, token.k, token.v, rate],
  ),
  make(
    "linearAttention(q, k, v, { beta, gate, state })",
    (x, y, z, beta, gate, state) =>
      linearAttention<Value>(x!, y!, z!, { beta: beta!, gate: gate!, state: state!, chunk: 3 }).output,
    ...[token.q, token.k, token.v, rate, rate, sample([3, 2], 5)],
  ),
  make(
    "linearAttention(q, k, v).state",
    (x, y, z) => linearAttention<Value>(x!, y!, z!).state,
    ...[token.q, token.k, token.v],
  ),
];

export const cases: readonly Case[] = [
  ...opCases,
  ...scoreCases,
  ...attentionCases,
  ...linearCases,
  ...layerCases,
  ...trainingCases,
];
