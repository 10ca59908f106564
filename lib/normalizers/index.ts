export { entmax15 } from "./entmax15.ts";
export { hardmax } from "./hardmax.ts";
export { sigmoid } from "./sigmoid.ts";
export { softmax } from "./softmax.ts";
export { sparsemax } from "./sparsemax.ts";
export { sumNormalize } from "./sum-normalize.ts";
export { topK } from "./top-k.ts";
