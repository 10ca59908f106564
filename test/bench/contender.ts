/** What a contender computes: the same numbers in the same order as every other. */
export type Numbers = readonly ArrayLike<number>[];

/** A call that is timed, with all inputs in place. */
export interface Run {
  /** The work, up to results that JavaScript can read; or a promise of them. */
  readonly call: () => unknown;
  /** What the call returned, in the order in which all contenders are compared; not timed. */
  readonly numbers: (output: never) => Numbers;
  /** Called before each sample; true when the next calls need to warm up anew. */
  readonly enter?: () => boolean | Promise<boolean>;
  readonly close?: () => unknown;
}

/** One sample of something that is not a call: the memory of a process, say. */
export interface Reading {
  readonly value: number;
  /** Numbers that show that the work was done rightly. */
  readonly numbers?: Numbers;
}

/** A contender that is ready. */
export type Ready = Run | { readonly read: () => Promise<Reading> };

/** Who takes part in a benchmark, and how it gets ready: what it throws is the reason why it does not take part. */
export interface Contender {
  readonly name: string;
  readonly prepare: () => Ready | Promise<Ready>;
  /** Said beside its result. */
  readonly note?: string;
}

/** Contenders for one task. The first one's numbers are what the others' have to be. */
export interface Benchmark {
  /** Like "forward, N=1024". */
  readonly name: string;
  readonly contenders: readonly Contender[];
  /** What is counted: by default milliseconds a call, of which less is better. */
  readonly unit?: Unit;
  /** CPU time by default; elapsed time shows what threads gain. */
  readonly clock?: "cpu" | "elapsed";
  /** Operations of one call, for GFLOP/s. */
  readonly operations?: number;
  /**
   * Benchmarks of the same family take time in proportion to their work: a contender whose call would take too long is
   * left out without trying.
   */
  readonly growth?: { readonly family: string; readonly work: number };
}

/** How a result is written. */
export interface Unit {
  readonly name: string;
  readonly better: "less" | "more";
  /** From milliseconds a call, for what is timed. */
  readonly from?: (milliseconds: number) => number;
}

export const milliseconds: Unit = { name: "ms", better: "less" };
