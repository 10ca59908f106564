export { alibi } from "./alibi.ts";
export { learned } from "./learned.ts";
export { relativeBias } from "./relative-bias.ts";
export { rotary } from "./rotary.ts";
export { sinusoidal } from "./sinusoidal.ts";
