export { binaryCrossEntropyWithLogits } from "./binary-cross-entropy.ts";
export { crossEntropy } from "./cross-entropy.ts";
export { inBatchSoftmax } from "./in-batch-softmax.ts";
export { listNet } from "./list-net.ts";
export { meanSquaredError } from "./mean-squared-error.ts";
export { rankNet } from "./rank-net.ts";
