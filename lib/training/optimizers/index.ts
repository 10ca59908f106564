export { type AdamWOptions, adamW } from "./adam-w.ts";
export { clipByGlobalNorm, globalNorm } from "./clip-by-global-norm.ts";
export { type SgdOptions, sgd } from "./sgd.ts";
