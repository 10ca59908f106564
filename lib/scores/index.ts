export { type AdditiveParams, additive } from "./additive.ts";
export { bilinear } from "./bilinear.ts";
export { cosine } from "./cosine.ts";
export { dot } from "./dot.ts";
export { kernel } from "./kernel.ts";
export { negativeDistance } from "./negative-distance.ts";
export { negativeSquaredDistance } from "./negative-squared-distance.ts";
export { pearson } from "./pearson.ts";
export { scaledDot } from "./scaled-dot.ts";
