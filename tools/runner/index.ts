export { type RunOptions, type RunResults, run } from "./commands/run.ts";
export { type Updated, update } from "./commands/update.ts";
export type { ExecutedNotebook, Failure } from "./execute/failure.ts";
export { notebookFile, notebookNames, readNotebook } from "./notebook/folder.ts";
export { formatNotebook } from "./notebook/format.ts";
export type { Cell, CodeCell, Notebook, Output } from "./notebook/nbformat.ts";
export { NotebookError } from "./notebook/notebook-error.ts";
export { parseNotebook } from "./notebook/read.ts";
export { withoutVolatile } from "./notebook/volatile.ts";
