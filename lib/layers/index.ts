export {
  type DecomposableAttention,
  type DecomposableAttentionOptions,
  type DecomposableAttentionParams,
  type DecomposableAttentionSizes,
  decomposableAttention,
  initialiseDecomposableAttention,
} from "./decomposable-attention.ts";
export { averagePool2d } from "./images/average-pool2d.ts";
export {
  type BatchNorm,
  type BatchNormOptions,
  type BatchNormParams,
  type BatchStatistics,
  batchNorm,
  initialiseBatchNorm,
} from "./images/batch-norm.ts";
export { type Cbam, type CbamParams, type CbamSizes, cbam, initialiseCbam } from "./images/cbam.ts";
export { type Conv2dOptions, type Conv2dParams, type Conv2dSizes, conv2d, initialiseConv2d } from "./images/conv2d.ts";
export {
  type EfficientChannelAttentionParams,
  type EfficientChannelAttentionSizes,
  efficientChannelAttention,
  initialiseEfficientChannelAttention,
} from "./images/efficient-channel-attention.ts";
export type { GatedChannels, ReducedChannels } from "./images/gated-channels.ts";
export { globalAveragePool } from "./images/global-average-pool.ts";
export { maxPool2d } from "./images/max-pool2d.ts";
export {
  initialiseNonLocal,
  type NonLocal,
  type NonLocalOptions,
  type NonLocalParams,
  type NonLocalSizes,
  nonLocal,
} from "./images/non-local.ts";
export type { Pool2dOptions } from "./images/pool-window.ts";
export {
  initialiseSqueezeExcitation,
  type SqueezeExcitationOptions,
  type SqueezeExcitationParams,
  squeezeExcitation,
} from "./images/squeeze-excitation.ts";
export type { RowsAndColumns } from "./images/window.ts";
export { initialiseLinear, type LinearParams, type LinearSizes, linear } from "./linear.ts";
export {
  type FastWeightsOptions,
  type FastWeightsParams,
  type FastWeightsSizes,
  fastWeights,
  initialiseFastWeights,
} from "./multiplicative/fast-weights.ts";
export { type HyperNetworkSizes, hyperNetwork, initialiseHyperNetwork } from "./multiplicative/hyper-network.ts";
export { type Conjuncts, initialiseSigmaPi, type SigmaPiSizes, sigmaPi } from "./multiplicative/sigma-pi.ts";
export {
  type BidirectionalOptions,
  type BidirectionalRecurrence,
  type BothDirections,
  bidirectional,
} from "./recurrent/bidirectional.ts";
export { type GruOptions, type GruParams, type GruReset, gru, gruStep, initialiseGru } from "./recurrent/gru.ts";
export type { RecurrentSizes } from "./recurrent/initialise-recurrent.ts";
export {
  initialiseLstm,
  type LstmRecurrence,
  type LstmSizes,
  type LstmState,
  lstm,
  lstmStep,
} from "./recurrent/lstm.ts";
export type {
  Recurrence,
  RecurrentLayer,
  RecurrentOptions,
  RecurrentParams,
  RecurrentState,
} from "./recurrent/recurrent.ts";
export { initialiseRnn, rnn, rnnStep } from "./recurrent/rnn.ts";
export type { Hypothesis, Seq2seqSearchOptions } from "./sequence-to-sequence/hypothesis.ts";
export type { TokenLists } from "./sequence-to-sequence/padded-tokens.ts";
export { type Seq2seq, type Seq2seqOptions, seq2seq } from "./sequence-to-sequence/seq2seq.ts";
export { type Seq2seqBeamOptions, seq2seqBeam } from "./sequence-to-sequence/seq2seq-beam.ts";
export { seq2seqGreedy } from "./sequence-to-sequence/seq2seq-greedy.ts";
export {
  initialiseSeq2seq,
  type Seq2seqParams,
  type Seq2seqQuery,
  type Seq2seqSizes,
} from "./sequence-to-sequence/seq2seq-params.ts";
export {
  type CausalLanguageModel,
  type CausalLanguageModelOptions,
  type CausalLanguageModelParams,
  type CausalLanguageModelSizes,
  causalLanguageModel,
  initialiseCausalLanguageModel,
} from "./transformer/causal-language-model.ts";
export { type EmbeddingParams, type EmbeddingSizes, embedding, initialiseEmbedding } from "./transformer/embedding.ts";
export { embeddingBag } from "./transformer/embedding-bag.ts";
export {
  type Activation,
  type FeedForwardOptions,
  type FeedForwardParams,
  type FeedForwardSizes,
  feedForward,
  initialiseFeedForward,
} from "./transformer/feed-forward.ts";
export { type GenerateOptions, generate } from "./transformer/generate.ts";
export { initialiseMultiHeadAttention, type MultiHeadSizes } from "./transformer/initialise-multi-head.ts";
export {
  initialiseNorm,
  layerNorm,
  type NormOptions,
  type NormParams,
  type NormSizes,
} from "./transformer/layer-norm.ts";
export type { Norm } from "./transformer/residual.ts";
export { type RmsNormParams, rmsNorm } from "./transformer/rms-norm.ts";
export { type SamplingOptions, sampleToken } from "./transformer/sample-token.ts";
export type {
  TransformerBlockOptions,
  TransformerBlockParams,
  TransformerBlockSizes,
} from "./transformer/transformer-block.ts";
export {
  initialiseTransformerDecoderBlock,
  type TransformerDecoderBlock,
  type TransformerDecoderBlockOptions,
  type TransformerDecoderBlockParams,
  type TransformerDecoderBlockSizes,
  transformerDecoderBlock,
} from "./transformer/transformer-decoder-block.ts";
export {
  initialiseTransformerEncoderBlock,
  type TransformerEncoderBlock,
  transformerEncoderBlock,
} from "./transformer/transformer-encoder-block.ts";
