/** A part of a job that any thread may do: `job` is the address of its fields, `scratch` of the thread's own room. */
export type Task = (job: number, task: number, scratch: number) => void;

/** The tasks of the kernels' module. */
export type Tasks = Readonly<Record<string, Task>>;

/** The functions of the kernels' module; addresses are in bytes. */
export interface KernelExports extends Tasks {
  /** Are `count` numbers all finite? */
  isFinite(address: number, count: number): number;
}

export type TaskName = keyof Tasks;
