import type { Notebook } from "../notebook/nbformat.ts";

/** One reason why a notebook did not pass. */
export interface Failure {
  /** The notebook's file as people type it, `notebooks/01-query.ipynb`. */
  readonly notebook: string;
  /** The code cell, counted from 1 among the notebook's code cells; absent when the whole notebook failed. */
  readonly cell?: number;
  /** The id of that cell. */
  readonly cellId?: string;
  /** What went wrong, in one line. */
  readonly cause: string;
  /** More lines: a stack, the compiler's messages. */
  readonly detail?: string;
}

/** A notebook after its run: fresh outputs, errors among them in their place, and why it failed if it did. */
export interface ExecutedNotebook {
  /** File name without `.ipynb`, `01-query`. */
  readonly name: string;
  readonly notebook: Notebook;
  readonly failures: readonly Failure[];
}
