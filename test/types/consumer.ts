// Compiled with the TypeScript of the notebooks' kernel: what it cannot read of a declaration it takes for `any`.

import type * as library from "attention-lab";
import type {
  Attention,
  AttentionOptions,
  Backend,
  Column,
  Columns,
  Dropout,
  DType,
  EpochReport,
  EpochResult,
  Fit,
  FitOptions,
  Loss,
  LossContext,
  LossOptions,
  Mask,
  NestedArray,
  Normalizer,
  Optimizer,
  OptimizerState,
  Random,
  Schedule,
  Score,
  StepReport,
  Tensor,
  Tolerance,
  Traced,
  Value,
  ValueAndGradient,
  Vjp,
} from "attention-lab";
import {
  attend,
  fit,
  grad,
  layers,
  losses,
  masks,
  normalizers,
  ops,
  optimizers,
  random,
  schedules,
  scores,
  tensor,
  toArray,
  type Variable,
  valueAndGrad,
} from "attention-lab";
import type * as searchLibrary from "attention-search";
import {
  bm25,
  clickModel,
  type Encoder,
  type Estimate,
  type Explained,
  encoders,
  estimatePropensities,
  type FlatIndex,
  type Hit,
  indexes,
  type Knowledge,
  type LoadProgress,
  maxPassage,
  maxSim,
  metrics,
  type PostgresIndex,
  passages,
  type Run,
  readCollection,
  SearchEngine,
  sentencePieces,
  type Training,
  tokenize,
  wordNet,
} from "attention-search";
import type * as display from "notebook-display";
import type {
  AxisScales,
  Band,
  BarSeries,
  Bound,
  Figure,
  HeatmapOptions,
  Labels,
  Matrix,
  MeanInterval,
  PlotOptions,
  Progress,
  Series,
  SliderFrame,
  TableOptions,
  TensorLike,
  TrainingProgress,
  Vector,
} from "notebook-display";
import { check, heatmap, lines, plot, trainingProgress } from "notebook-display";

type IsAny<T> = 0 extends 1 & T ? true : false;
type Parts<F> = F extends (...args: infer A) => infer R
  ? [...A, R]
  : F extends abstract new (
        ...args: infer A
      ) => infer R
    ? [...A, R]
    : [F];
type SomeAny<L> = L extends readonly [infer First, ...infer Rest]
  ? IsAny<First> extends true
    ? true
    : SomeAny<Rest>
  : false;

/** The names of `T` whose type is `any`, or a function or class with a parameter or a result of type `any`. */
type AnyNames<T> = {
  [K in keyof T]-?: IsAny<T[K]> extends true ? K : SomeAny<Parts<T[K]>> extends true ? K : never;
}[keyof T];

const none = <_T extends never>(): void => {};

// Every value that the packages export.
none<AnyNames<typeof library>>();
none<AnyNames<typeof library.layers>>();
none<AnyNames<typeof library.masks>>();
none<AnyNames<typeof library.normalizers>>();
none<AnyNames<typeof library.ops>>();
none<AnyNames<typeof library.scores>>();
none<AnyNames<typeof library.losses>>();
none<AnyNames<typeof library.optimizers>>();
none<AnyNames<typeof library.schedules>>();
none<AnyNames<typeof display>>();
none<AnyNames<typeof searchLibrary>>();

// Every type that they export, and what it is made of.
type Known<T> = IsAny<T> extends true ? "any" : T extends string | number | boolean ? never : AnyNames<T>;
none<Known<Attention>>();
none<Known<AttentionOptions>>();
none<Known<Backend>>();
none<IsAny<Column> extends true ? "any" : never>();
none<Known<DType>>();
none<Known<Dropout>>();
none<Known<EpochReport>>();
none<Known<EpochResult>>();
none<Known<Fit<Tensor>>>();
none<Known<FitOptions<Tensor, Columns>>>();
none<SomeAny<Parts<Loss<Tensor, Columns>>> extends true ? "any" : never>();
none<Known<LossContext>>();
none<Known<LossOptions>>();
none<Known<Mask>>();
none<IsAny<NestedArray> extends true ? "any" : never>();
none<SomeAny<Parts<Normalizer>> extends true ? "any" : never>();
none<Known<Optimizer>>();
none<Known<OptimizerState<Tensor>>>();
none<Known<Random>>();
none<SomeAny<Parts<Schedule>> extends true ? "any" : never>();
none<SomeAny<Parts<Score>> extends true ? "any" : never>();
none<Known<StepReport>>();
none<IsAny<Traced<Tensor>> extends true ? "any" : never>();
none<IsAny<Tensor["data"]> extends true ? "any" : never>();
none<IsAny<Tensor["shape"]> extends true ? "any" : never>();
none<Known<library.layers.CausalLanguageModel>>();
none<Known<library.layers.CausalLanguageModelOptions>>();
none<Known<library.layers.CausalLanguageModelParams>>();
none<Known<library.layers.CausalLanguageModelSizes>>();
none<Known<library.layers.DecomposableAttention>>();
none<Known<library.layers.DecomposableAttentionOptions>>();
none<Known<library.layers.DecomposableAttentionParams>>();
none<Known<library.layers.DecomposableAttentionSizes>>();
none<Known<library.layers.EmbeddingParams>>();
none<Known<library.layers.EmbeddingSizes>>();
none<Known<library.layers.FeedForwardOptions>>();
none<Known<library.layers.FeedForwardParams>>();
none<Known<library.layers.FeedForwardSizes>>();
none<Known<library.layers.GenerateOptions>>();
none<Known<library.layers.MultiHeadSizes>>();
none<Known<library.layers.NormOptions>>();
none<Known<library.layers.NormParams>>();
none<Known<library.layers.NormSizes>>();
none<Known<library.layers.RmsNormParams>>();
none<Known<library.layers.SamplingOptions>>();
none<Known<library.layers.TransformerBlockOptions>>();
none<Known<library.layers.TransformerBlockParams>>();
none<Known<library.layers.TransformerBlockSizes>>();
none<Known<library.layers.TransformerDecoderBlock>>();
none<Known<library.layers.TransformerDecoderBlockOptions>>();
none<Known<library.layers.TransformerDecoderBlockParams>>();
none<Known<library.layers.TransformerDecoderBlockSizes>>();
none<Known<library.layers.TransformerEncoderBlock>>();
none<SomeAny<Parts<library.layers.Activation>> extends true ? "any" : never>();
none<SomeAny<Parts<library.layers.Norm>> extends true ? "any" : never>();
none<Known<library.ops.GeluOptions>>();
none<Known<Tolerance>>();
none<IsAny<Value> extends true ? "any" : never>();
none<Known<ValueAndGradient<Tensor>>>();
none<Known<Vjp<Tensor>>>();
none<Known<Variable>>();
none<Known<AxisScales>>();
none<Known<Band>>();
none<Known<BarSeries>>();
none<Known<Bound>>();
none<Known<Figure>>();
none<Known<HeatmapOptions>>();
none<Known<Labels>>();
none<IsAny<Matrix> extends true ? "any" : never>();
none<Known<MeanInterval>>();
none<Known<PlotOptions>>();
none<Known<Progress>>();
none<Known<Series>>();
none<Known<SliderFrame>>();
none<Known<TableOptions>>();
none<Known<TensorLike>>();
none<Known<TrainingProgress>>();
none<IsAny<Vector> extends true ? "any" : never>();

none<Known<layers.BidirectionalOptions>>();
none<Known<layers.BidirectionalRecurrence>>();
none<Known<layers.BothDirections<Tensor>>>();
none<Known<layers.GruOptions>>();
none<Known<layers.GruParams>>();
none<Known<layers.LstmRecurrence>>();
none<Known<layers.LstmSizes>>();
none<Known<layers.LstmState>>();
none<SomeAny<Parts<layers.RecurrentLayer>> extends true ? "any" : never>();
none<Known<layers.Recurrence>>();
none<Known<layers.RecurrentOptions>>();
none<Known<layers.RecurrentParams>>();
none<Known<layers.RecurrentSizes>>();
none<Known<layers.RecurrentState>>();
none<IsAny<layers.Conjuncts> extends true ? "any" : never>();
none<Known<layers.FastWeightsOptions>>();
none<Known<layers.FastWeightsParams>>();
none<Known<layers.FastWeightsSizes>>();
none<Known<layers.HyperNetworkSizes>>();
none<Known<layers.SigmaPiSizes>>();
none<Known<layers.Hypothesis>>();
none<Known<layers.Seq2seq>>();
none<Known<layers.Seq2seqBeamOptions>>();
none<Known<layers.Seq2seqOptions>>();
none<Known<layers.Seq2seqParams>>();
none<Known<layers.Seq2seqSearchOptions>>();
none<Known<layers.Seq2seqSizes>>();
none<Known<scores.AdditiveParams>>();
none<IsAny<layers.Seq2seqQuery> extends true ? "any" : never>();
none<IsAny<layers.TokenLists> extends true ? "any" : never>();

// As a cell writes it.
const { normal } = random(1);
const [q, k, v] = [normal([2, 3]), normal([5, 3]), normal([5, 1])];
const options: AttentionOptions = {
  score: scores.cosine({ temperature: 0.1 }),
  normalize: normalizers.softmax({ temperature: 2 }),
  mask: masks.and(masks.causal({ offset: 3 }), masks.not(masks.prefix(1))),
  bias: tensor([[0, 0, 0, 0, 1]]),
  dropout: { rate: 0.1, seed: 1 },
};
const { output, weights }: Attention = attend(q, k, v, options);
const triangular: Score = scores.kernel((u) => ops.relu(ops.subtract(1, u)));
const halfDot = <T extends Value>(a: T | Tensor, b: T | Tensor): T =>
  ops.multiply(ops.matmul(a, ops.transpose(b)), 0.5);
export const outputs: Tensor[] = [
  output,
  attend(q, k, v, { score: triangular }).output,
  attend(q, k, v, { score: halfDot }).output,
];

const loss = ({ W, tau }: { W: Variable; tau: Variable }, target: Tensor): Variable =>
  ops.mean(
    ops.square(
      ops.subtract(
        attend(q, k, v, { score: scores.bilinear(W), normalize: normalizers.softmax({ temperature: tau }) }).output,
        target,
      ),
    ),
  );
const params = { W: normal([3, 3]), tau: tensor(1) };
const gradient: { W: Tensor; tau: Tensor } = grad(loss)(params, output);
const { value } = valueAndGrad(loss)(params, output);
export const numbers: NestedArray[] = [toArray(value), toArray(gradient.W)];

const data = { x: normal([20, 3]), label: Array.from({ length: 20 }, (_, i) => i % 2) };
const trained = fit(
  (p, { x, label }) => losses.crossEntropy(layers.linear<Variable>(p, x), label),
  { W: normal([3, 2]) },
  {
    data,
    validation: data,
    epochs: 2,
    seed: 1,
    ...trainingProgress("training"),
    optimizer: optimizers.adamW({ learningRate: schedules.cosine({ from: 0.1, steps: 2 }) }),
    onEpoch: ({ validationLoss }, { W }) => numbers.push(validationLoss ?? 0, toArray(W)),
  },
);
export const kept: { W: Tensor } = trained.params;
const typedLoss = (p: layers.LinearParams<Variable>, { x }: { x: Tensor }): Variable => ops.mean(layers.linear(p, x));
export const typed: layers.LinearParams = fit(typedLoss, layers.initialiseLinear(random(1), { input: 3, output: 1 }), {
  data: { x: normal([20, 3]) },
  epochs: 1,
  seed: 1,
  optimizer: optimizers.sgd({ learningRate: 0.1 }),
}).params;
const sizes = { input: 3, hidden: 2 };
const recurrent = layers.initialiseLstm(random(1), { ...sizes, forgetBias: 2 });
const gated = layers.initialiseGru(random(1), sizes);
const { outputs: hidden, state } = layers.lstm(recurrent, normal([5, 7, 3]), { mask: masks.padding([7, 3, 2, 1, 7]) });
const both = layers.bidirectional(layers.gru, { forward: gated, backward: gated }, q).outputs;
export const recurrences: Tensor[] = [hidden, state.c, both];

plot(heatmap(weights, { title: "Weights", x: "key", y: "query" }), { alt: "weights of two queries over five keys" });
plot(lines([{ name: "loss", x: [1, 2], y: [3, 1] }], { title: "Loss", x: "step", y: "loss" }), { alt: "loss" });
check("A1.sum", "weights sum to 1", 1, { within: [0.99, 1.01] });

const flat: FlatIndex = indexes.flat({ dimension: 3 });
export const found: Promise<Hit[]> = flat.search(q, { k: 3, filter: (id) => tokenize(id).length > 0 });
export const durable: Promise<PostgresIndex> = indexes.postgres({ database: "folder", dimension: 3, table: "t" });
export const loaded: Promise<LoadProgress> = durable.then(async (index) => {
  await index.build(indexes.ivfFlat({ lists: 10 }));
  const hits: Hit[] = await index.search(q, { where: { year: { from: 2020 }, language: ["en", "de"] }, probes: 3 });
  const documents = [{ id: "a", text: hits[0]!.id, metadata: { year: 2021 } }];
  return index.load(documents, { encode: (texts) => normal([texts.length, 3]) });
});
export const attraction: Map<string, Estimate> = clickModel([1, 0.5]).attraction([
  { shown: ["a", "b"], clicked: ["a"] },
]);
export const best: Hit[] = maxPassage(passages({ id: "a", text: "b c" }).map(({ id }, score) => ({ id, score })));
export const looked: number[] = estimatePropensities([{ shown: ["a"], clicked: ["a"] }]);
export const quality: Promise<number> = readCollection("folder").then(({ documents, queries, judgements }) => {
  const ranker = bm25(documents);
  const run: Run = new Map(queries.map(({ id, text }) => [id, ranker.search(text)]));
  return metrics.ndcg(run, judgements.test ?? new Map(), { k: 10 }).mean;
});

export const engine: Promise<SearchEngine> = readCollection("folder").then(
  async ({ documents, queries, judgements }) => {
    const own: Encoder<{ readonly bias: Value }> = {
      initialise: (stream, d, dtype) => ({ bias: stream.normal([d], dtype) }),
      encode: ({ bias }, { tokens, mask, prior }) => ({
        vector: ops.add<Value>(ops.mean<Value>(tokens, { axis: 1 }), bias),
        weights: prior,
        tokens,
        mask,
      }),
    };
    const modules = { query: own, relevance: encoders.summed({ vectors: encoders.innerProduct() }) };
    const learned = new SearchEngine({ documents, seed: 1, knowledge: [wordNet()], modules });
    const { history }: Training = await learned.train({
      queries,
      judgements: { ...judgements, train: judgements.train ?? new Map() },
      epochs: 2,
      seed: 1,
      loss: (scores, { relevance }) => losses.listNet<Value>(scores, relevance),
      hardNegatives: { perQuery: 1, search: bm25(documents).search, every: 1 },
      ...trainingProgress("training"),
    });
    const explained: Explained = learned.forward("query", ["text"]);
    const interaction: Tensor = maxSim(normal([2, 3, 5]), normal([7, 3, 5]));
    numbers.push(history.length, toArray(explained.scores), toArray(interaction));
    await learned.save("file");
    return SearchEngine.load("file", { knowledge: [wordNet()], modules });
  },
);
export const known: Knowledge[] = [wordNet(), sentencePieces()];

// @ts-expect-error a score is no text
export const score: Promise<string> = quality;
// @ts-expect-error a tensor is no text
export const text: string = q;
