// Compiled, never run: what TypeScript makes of the library, and what it refuses.

import {
  type Attention,
  attend,
  attentionWeights,
  checkGradient,
  type Fit,
  type FitOptions,
  fit,
  grad,
  hessian,
  jacobian,
  layers,
  losses,
  type Mask,
  masks,
  type Normalizer,
  normalizers,
  ops,
  optimizers,
  type Score,
  scores,
  type Tensor,
  tensor,
  type Value,
  type ValueAndGradient,
  type Variable,
  valueAndGrad,
  vjp,
  zeros,
} from "attention-lab";
import ndarray from "ndarray";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
/** Holds if the argument has exactly type `T`, given as `is<T>()(value)`. */
const is =
  <T>() =>
  <V>(_value: V, ..._not: Equal<T, V> extends true ? [] : ["another type"]): void => {};

declare const t: Tensor;
declare const v: Variable;
declare const either: Value;
declare const bits: ndarray.NdArray<Uint8Array>;

// Operations give tensors of tensors, variables of variables, and of both a variable.
is<Tensor>()(ops.add(t, t));
is<Tensor>()(ops.add(t, 1));
is<Variable>()(ops.add(v, 1));
is<Variable>()(ops.add(1, v));
is<Variable>()(ops.add(t, v));
is<Variable>()(ops.add(v, t));
is<Value>()(ops.add<Value>(either, t));
is<Tensor>()(ops.matmul(t, t));
is<Variable>()(ops.matmul(t, v));
is<Variable>()(ops.matmul(v, t));
is<Tensor>()(ops.exp(t));
is<Variable>()(ops.exp(v));
is<Tensor>()(ops.sum(t, { axis: 0 }));
is<Variable>()(ops.sum(v));
is<Tensor>()(ops.where(bits, t, 0));
is<Variable>()(ops.where(bits, t, v));
is<Variable>()(ops.where(bits, v, 0));
is<Variable>()(ops.distances(t, v));
is<Variable>()(ops.squaredDistances(v, t));
is<Tensor>()(ops.stack([t, t]));
is<Tensor>()(ops.reshape(t, [1]));
is<Variable>()(ops.transpose(v));

/** What somebody writes for any value keeps its type, in whichever place it stands. */
export function generic<U extends Value>(u: U, k: U | Tensor): void {
  is<U>()(ops.add(u, 1));
  is<U>()(ops.subtract(1, u));
  is<U>()(ops.subtract(t, u));
  is<U>()(ops.multiply(u, t));
  is<U>()(ops.divide(k, k));
  is<U>()(ops.multiply(t, k));
  is<U>()(ops.matmul(t, u));
  is<U>()(ops.matmul(u, t));
  is<U>()(ops.matmul(k, ops.transpose(k)));
  is<U>()(ops.distances(t, u));
  is<U>()(ops.squaredDistances(t, k));
  is<U>()(ops.where(bits, 0, u));
  is<U>()(ops.where(bits, u, 0));
  is<U>()(ops.relu(ops.subtract(1, u)));
  is<U>()(scores.dot()(u, u));
}

// attend: tensors of tensors; a variable anywhere makes the result traced.
is<Attention>()(attend(t, t, t));
is<Tensor>()(attend(t, t, t, { mask: masks.causal(), bias: t, dropout: { rate: 0.1, seed: 1 } }).output);
is<Attention<Variable>>()(attend(v, t, t));
is<Attention<Variable>>()(attend(t, v, t));
is<Attention<Variable>>()(attend(t, t, v));
is<Variable>()(attend(t, t, t, { bias: v }).weights);
is<Variable>()(attend(t, t, t, { score: scores.bilinear(v) }).output);
is<Variable>()(attend(t, t, t, { score: scores.scaledDot({ scale: v }) }).output);
is<Variable>()(attend(t, t, t, { score: scores.cosine({ temperature: v }) }).scores);
is<Variable>()(attend(t, t, t, { score: scores.negativeSquaredDistance({ bandwidth: v }) }).output);
is<Variable>()(attend(t, t, t, { score: scores.additive({ Wq: t, Wk: v, w: t }) }).output);
is<Variable>()(attend(t, t, t, { score: scores.kernel<Variable>((u) => ops.multiply(v, u)) }).output);
is<Variable>()(attend(t, t, t, { normalize: normalizers.softmax({ temperature: v }) }).output);
is<Variable>()(
  attend(v, t, t, { score: scores.bilinear(t), normalize: normalizers.softmax({ temperature: 2 }) }).output,
);
is<Tensor>()(attend(t, t, t, { score: scores.bilinear(t), normalize: normalizers.softmax({ temperature: t }) }).output);
is<Tensor>()(attend(t, t, t, { score: scores.kernel((u) => ops.relu(ops.subtract(1, u))) }).output);
is<Tensor>()(attentionWeights(t, t));
is<Variable>()(attentionWeights(t, v));
is<Variable>()(attentionWeights(t, t, { score: scores.bilinear(v) }));

const [fixedScore, learnedScore] = [scores.bilinear(t), scores.bilinear(v)];
const learnedNormalizer = normalizers.softmax({ temperature: v });
export const made: [Equal<typeof fixedScore, Score>, Equal<typeof learnedScore, Score<Variable>>] = [true, true];
export const madeNormalizer: Equal<typeof learnedNormalizer, Normalizer<Variable>> = true;

// Scores, normalisers and masks that somebody wrote.
const own = <T extends Value>(q: T | Tensor, k: T | Tensor): T => ops.matmul(q, ops.transpose(k));
is<Tensor>()(attend(t, t, t, { score: own }).output);
is<Variable>()(attend(v, t, t, { score: own }).output);
is<Tensor>()(attend(t, t, t, { score: (q, k) => ops.matmul(q, ops.transpose(k)) }).output);
is<Tensor>()(attend(t, t, t, { normalize: (s) => ops.sigmoid(s) }).output);
is<Tensor>()(attend(t, t, t, { mask: { allows: (i, j, lead) => i + j > lead.length } }).output);
is<Tensor>()(attend(t, t, t, { mask: bits }).output);

// Gradients keep the form of the parameters.
const loss = ({ W, layers }: { W: Variable; layers: { b: Variable }[] }, by: number): Variable =>
  ops.sum(ops.multiply(by, ops.add(W, layers[0]!.b)));
const params = { W: t, layers: [{ b: t }] };
is<typeof params>()(grad(loss)(params, 2));
is<ValueAndGradient<typeof params>>()(valueAndGrad(loss)(params, 2));
is<Tensor>()(valueAndGrad(loss)(params, 2).value);
is<Tensor>()(grad((x) => ops.sum(x))(t));
is<Variable>()(grad((x) => ops.sum(x))(v));
is<[Tensor, Tensor]>()(grad(([a, b]: [Variable, Variable]) => ops.matmul(a, b))([t, t] as [Tensor, Tensor]));
is<Tensor>()(jacobian((x) => ops.exp(x))(t));
is<Tensor>()(hessian((x) => ops.sum(x))(t));
is<Tensor>()(vjp((x) => ops.exp(x), t).pullback(t));
is<typeof params>()(vjp((p: { W: Variable; layers: { b: Variable }[] }) => loss(p, 2), params).pullback(t));
is<number>()(checkGradient((x) => ops.exp(x), t));

// Losses are tensors of tensors, and variables of variables.
is<Tensor>()(losses.crossEntropy(t, [1]));
is<Variable>()(losses.crossEntropy(v, [[1], [2]], { labelSmoothing: 0.1, mask: bits }));
is<Tensor>()(losses.meanSquaredError(t, t));
is<Variable>()(losses.meanSquaredError(t, v));
is<Variable>()(losses.binaryCrossEntropyWithLogits(v, 1));
is<Variable>()(losses.rankNet(v, t));

// fit: the loss sees variables in place of parameters, and batches in the form of the data.
declare const linear: layers.LinearParams;
const examples = { x: t, label: [1, 2], mask: bits };
const options: Omit<FitOptions<never, typeof examples>, "metrics" | "onEpoch"> = {
  data: examples,
  optimizer: optimizers.sgd({ learningRate: 0.1 }),
  epochs: 1,
  seed: 1,
};
is<Fit<typeof params>>()(
  fit(
    (p, { x, label }) => {
      is<Variable>()(p.W);
      is<Variable>()(p.layers[0]!.b);
      is<Tensor>()(x);
      is<number[]>()(label);
      return ops.mean(p.W);
    },
    params,
    options,
  ),
);
is<Tensor>()(fit((w) => ops.square(w), t, options).params);
const anyLoss = <U extends Value>(p: layers.LinearParams<U>, { x }: { x: Tensor }): U => ops.mean(layers.linear(p, x));
is<layers.LinearParams>()(fit(anyLoss, linear, options).params);
is<typeof params>()(
  optimizers.sgd({ learningRate: 0.1 }).update(params, params, { step: 0, moments: [params] }).params,
);

// What is refused.
// @ts-expect-error a target is no text
losses.crossEntropy(t, ["a"]);
// @ts-expect-error relevance is plain
losses.listNet(t, v);
// @ts-expect-error the loss wants what the data lack
fit((w: Variable, { y }: { y: Tensor }) => ops.multiply(w, y), t, options);
// @ts-expect-error there is no parameter b
fit(({ b }) => b, { W: t }, options);
// @ts-expect-error fit needs a seed
fit((w) => ops.square(w), t, { data: examples, epochs: 1, optimizer: optimizers.sgd({ learningRate: 0.1 }) });
// @ts-expect-error there is no option lr
optimizers.adamW({ lr: 0.1 });
// @ts-expect-error f takes tensors, and would be given variables
grad((x: Tensor) => ops.sum(x))(t);
// @ts-expect-error f takes tensors in an object
grad(({ W }: { W: Tensor }) => ops.sum(W))({ W: t });
// @ts-expect-error a leaf is a number
grad(({ a, b }: { a: Variable; b: number }) => ops.multiply(a, b))({ a: t, b: 3 });
// @ts-expect-error the parameters lack b
grad(({ a, b }: { a: Variable; b: Variable }) => ops.multiply(a, b))({ a: t });
// @ts-expect-error a number is no tensor
grad((x) => ops.sum(x))(3);
// @ts-expect-error f returns a number
grad(() => 3);
// @ts-expect-error the further argument is a number
grad(loss)(params, "2");
// @ts-expect-error a score of plain tensors cannot be differentiated
attend(t, t, t, { score: (q: Tensor, k: Tensor): Tensor => ops.matmul(q, k) });
// @ts-expect-error a score is a function, not its name
attend(t, t, t, { score: "dot" });
// @ts-expect-error the maker of a score is no score
attend(t, t, t, { score: scores.dot });
// @ts-expect-error the score of a traced parameter gives variables
export const plain: Attention = attend(t, t, t, { score: scores.bilinear(v) });
// @ts-expect-error a score of a traced parameter is no plain score
export const untraced: Score = scores.bilinear(v);
// @ts-expect-error a normaliser of a traced parameter is no plain normaliser
export const untracedNormalizer: Normalizer = normalizers.softmax({ temperature: v });
// @ts-expect-error there is no option causal
attend(t, t, t, { causal: true });
// @ts-expect-error a mask is no tensor of numbers
attend(t, t, t, { mask: t });
// @ts-expect-error dropout needs its seed
attend(t, t, t, { dropout: { rate: 0.1 } });
// @ts-expect-error there is no option tau
normalizers.softmax({ tau: 2 });
// @ts-expect-error options come in an object
normalizers.softmax(2);
// @ts-expect-error there is no option temperature
scores.scaledDot({ temperature: 2 });
// @ts-expect-error w is missing
scores.additive({ Wq: t, Wk: t });
// @ts-expect-error there is no dtype int32
zeros([2], "int32");
// @ts-expect-error entries are numbers
tensor([["a"]]);
// @ts-expect-error a condition is no number
ops.where(1, t, t);
// @ts-expect-error a mask answers with true or false
export const mask: Mask = { allows: () => 1 };
// @ts-expect-error an ndarray of whole numbers is no tensor
ops.exp(ndarray(new Int32Array(2)));
