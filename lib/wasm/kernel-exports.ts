/** A part of a job that any thread may do: `job` is the address of its fields, `scratch` of the thread's own room. */
export type Task = (job: number, task: number, scratch: number) => void;

/** The tasks of the kernels' module. */
export interface Tasks {
  /** Fused attention for a block of queries of a batch entry. */
  readonly attend: Task;
  /** The gradient of fused attention for a batch entry. */
  readonly attendGradient: Task;
  /** Eight columns of the right factor of a product, made ready for `multiply`. */
  readonly packColumns: Task;
  /** A channel of an image with zeros around it. */
  readonly padPlane: Task;
  /** The patches under eight windows on an image, made ready for `multiply`. */
  readonly packPatches: Task;
  /** A block of rows of a product of matrices. */
  readonly multiply: Task;
  /** Softmax of a block of rows. */
  readonly softmaxRows: Task;
  /** Layer normalization of a block of rows. */
  readonly normalizeRows: Task;
}

export type TaskName = keyof Tasks;

/** The functions of the kernels' module; addresses are in bytes. */
export interface KernelExports extends Tasks {
  /** Numbers of scratch that `attend` needs. */
  attendScratch(d: number, dv: number): number;
  /** Numbers of scratch that `attendGradient` needs. */
  attendGradientScratch(m: number, d: number, dv: number): number;
  /** Numbers of scratch that `multiply` needs. */
  multiplyScratch(block: number, depth: number): number;
  /** Are `count` numbers all finite? */
  isFinite(address: number, count: number): number;
  /** Rows [count][width] as panels of as many rows as a tile has, each [width][rows]; missing rows are zero. */
  packPanels(rows: number, panels: number, count: number, width: number): void;
}
