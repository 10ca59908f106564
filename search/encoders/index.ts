export { attentionPooling, type PoolingParams } from "./attention-pooling.ts";
export { type CrossAttentionParams, crossAttention } from "./cross-attention.ts";
export { groupTable, ngramTable } from "./hashed-bags.ts";
export { innerProduct } from "./inner-product.ts";
export { lateInteraction } from "./max-sim.ts";
export { meanPooling } from "./mean-pooling.ts";
export { type ProjectionParams, projectedVectors } from "./projected-vectors.ts";
export { summed } from "./summed.ts";
export { type TableParams, wordTable } from "./word-table.ts";
