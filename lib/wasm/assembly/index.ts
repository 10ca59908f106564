// What TypeScript calls. A task is a part of a job that any thread may do: (job, task number, scratch).
export { attend, attendScratch } from "./attend";
export { attendGradient, attendGradientScratch } from "./attend-gradient";
export { isFinite } from "./finite";
export { packPanels } from "./panels";
export { packPatches, padPlane } from "./patches";
export { multiply, multiplyScratch, packColumns } from "./product";
export { normalizeRows, softmaxRows } from "./rows";
