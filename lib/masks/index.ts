export { causal } from "./causal.ts";
export { and, not, or } from "./combine.ts";
export { documents } from "./documents.ts";
export { fromTensor } from "./from-tensor.ts";
export { padding } from "./padding.ts";
export { prefix } from "./prefix.ts";
export { slidingWindow } from "./sliding-window.ts";
export { toTensor } from "./to-tensor.ts";
