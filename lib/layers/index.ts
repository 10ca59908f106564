export { averagePool2d } from "./average-pool2d.ts";
export {
  type BatchNorm,
  type BatchNormOptions,
  type BatchNormParams,
  type BatchStatistics,
  batchNorm,
  initialiseBatchNorm,
} from "./batch-norm.ts";
export { type Cbam, type CbamParams, type CbamSizes, cbam, initialiseCbam } from "./cbam.ts";
export { type Conv2dOptions, type Conv2dParams, type Conv2dSizes, conv2d, initialiseConv2d } from "./conv2d.ts";
export {
  type EfficientChannelAttentionParams,
  type EfficientChannelAttentionSizes,
  efficientChannelAttention,
  initialiseEfficientChannelAttention,
} from "./efficient-channel-attention.ts";
export type { GatedChannels, ReducedChannels } from "./gated-channels.ts";
export { globalAveragePool } from "./global-average-pool.ts";
export { initialiseLinear, type LinearParams, type LinearSizes, linear } from "./linear.ts";
export { maxPool2d } from "./max-pool2d.ts";
export {
  initialiseNonLocal,
  type NonLocal,
  type NonLocalOptions,
  type NonLocalParams,
  type NonLocalSizes,
  nonLocal,
} from "./non-local.ts";
export type { Pool2dOptions } from "./pool-window.ts";
export {
  initialiseSqueezeExcitation,
  type SqueezeExcitationOptions,
  type SqueezeExcitationParams,
  squeezeExcitation,
} from "./squeeze-excitation.ts";
export type { RowsAndColumns } from "./window.ts";
