// What TypeScript calls. A task is a part of a job that any thread may do: (job, task number, scratch).
export { isFinite } from "./finite";
