export { constant } from "./constant.ts";
export { type CosineOptions, cosine } from "./cosine.ts";
export { inverseSquareRoot } from "./inverse-square-root.ts";
export { linearWarmup } from "./linear-warmup.ts";
