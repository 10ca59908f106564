export { attentionPooling, type PoolingParams } from "./attention-pooling.ts";
export { groupTable, ngramTable } from "./hashed-bags.ts";
export { innerProduct } from "./inner-product.ts";
export { meanPooling } from "./mean-pooling.ts";
export { type ProjectionParams, projectedVectors } from "./projected-vectors.ts";
export { type TableParams, wordTable } from "./word-table.ts";
