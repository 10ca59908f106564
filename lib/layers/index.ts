export { averagePool2d } from "./average-pool2d.ts";
export {
  type BatchNorm,
  type BatchNormOptions,
  type BatchNormParams,
  type BatchStatistics,
  batchNorm,
  initialiseBatchNorm,
} from "./batch-norm.ts";
export {
  type BidirectionalOptions,
  type BidirectionalRecurrence,
  type BothDirections,
  bidirectional,
} from "./bidirectional.ts";
export {
  type CausalLanguageModel,
  type CausalLanguageModelOptions,
  type CausalLanguageModelParams,
  type CausalLanguageModelSizes,
  causalLanguageModel,
  initialiseCausalLanguageModel,
} from "./causal-language-model.ts";
export { type Cbam, type CbamParams, type CbamSizes, cbam, initialiseCbam } from "./cbam.ts";
export { type Conv2dOptions, type Conv2dParams, type Conv2dSizes, conv2d, initialiseConv2d } from "./conv2d.ts";
export {
  type DecomposableAttention,
  type DecomposableAttentionOptions,
  type DecomposableAttentionParams,
  type DecomposableAttentionSizes,
  decomposableAttention,
  initialiseDecomposableAttention,
} from "./decomposable-attention.ts";
export {
  type EfficientChannelAttentionParams,
  type EfficientChannelAttentionSizes,
  efficientChannelAttention,
  initialiseEfficientChannelAttention,
} from "./efficient-channel-attention.ts";
export { type EmbeddingParams, type EmbeddingSizes, embedding, initialiseEmbedding } from "./embedding.ts";
export {
  type FastWeightsOptions,
  type FastWeightsParams,
  type FastWeightsSizes,
  fastWeights,
  initialiseFastWeights,
} from "./fast-weights.ts";
export {
  type Activation,
  type FeedForwardOptions,
  type FeedForwardParams,
  type FeedForwardSizes,
  feedForward,
  initialiseFeedForward,
} from "./feed-forward.ts";
export type { GatedChannels, ReducedChannels } from "./gated-channels.ts";
export { type GenerateOptions, generate } from "./generate.ts";
export { globalAveragePool } from "./global-average-pool.ts";
export { type GruOptions, type GruParams, type GruReset, gru, gruStep, initialiseGru } from "./gru.ts";
export { type HyperNetworkSizes, hyperNetwork, initialiseHyperNetwork } from "./hyper-network.ts";
export type { Hypothesis, Seq2seqSearchOptions } from "./hypothesis.ts";
export { initialiseMultiHeadAttention, type MultiHeadSizes } from "./initialise-multi-head.ts";
export type { RecurrentSizes } from "./initialise-recurrent.ts";
export { initialiseNorm, layerNorm, type NormOptions, type NormParams, type NormSizes } from "./layer-norm.ts";
export { initialiseLinear, type LinearParams, type LinearSizes, linear } from "./linear.ts";
export { initialiseLstm, type LstmRecurrence, type LstmSizes, type LstmState, lstm, lstmStep } from "./lstm.ts";
export { maxPool2d } from "./max-pool2d.ts";
export {
  initialiseNonLocal,
  type NonLocal,
  type NonLocalOptions,
  type NonLocalParams,
  type NonLocalSizes,
  nonLocal,
} from "./non-local.ts";
export type { TokenLists } from "./padded-tokens.ts";
export type { Pool2dOptions } from "./pool-window.ts";
export type {
  Recurrence,
  RecurrentLayer,
  RecurrentOptions,
  RecurrentParams,
  RecurrentState,
} from "./recurrent.ts";
export type { Norm } from "./residual.ts";
export { type RmsNormParams, rmsNorm } from "./rms-norm.ts";
export { initialiseRnn, rnn, rnnStep } from "./rnn.ts";
export { type SamplingOptions, sampleToken } from "./sample-token.ts";
export { type Seq2seq, type Seq2seqOptions, seq2seq } from "./seq2seq.ts";
export { type Seq2seqBeamOptions, seq2seqBeam } from "./seq2seq-beam.ts";
export { seq2seqGreedy } from "./seq2seq-greedy.ts";
export { initialiseSeq2seq, type Seq2seqParams, type Seq2seqQuery, type Seq2seqSizes } from "./seq2seq-params.ts";
export { type Conjuncts, initialiseSigmaPi, type SigmaPiSizes, sigmaPi } from "./sigma-pi.ts";
export {
  initialiseSqueezeExcitation,
  type SqueezeExcitationOptions,
  type SqueezeExcitationParams,
  squeezeExcitation,
} from "./squeeze-excitation.ts";
export type { TransformerBlockOptions, TransformerBlockParams, TransformerBlockSizes } from "./transformer-block.ts";
export {
  initialiseTransformerDecoderBlock,
  type TransformerDecoderBlock,
  type TransformerDecoderBlockOptions,
  type TransformerDecoderBlockParams,
  type TransformerDecoderBlockSizes,
  transformerDecoderBlock,
} from "./transformer-decoder-block.ts";
export {
  initialiseTransformerEncoderBlock,
  type TransformerEncoderBlock,
  transformerEncoderBlock,
} from "./transformer-encoder-block.ts";
export type { RowsAndColumns } from "./window.ts";
