import type { Progress } from "./progress.ts";

/** A long option: one that takes a value, or one that is there or not. */
export interface Option {
  readonly type: "string" | "boolean";
  /** What stands for the value in the help. */
  readonly value?: string;
  readonly about: string;
}

/** What a command was called with. */
export interface Arguments {
  readonly positionals: readonly string[];
  readonly values: Readonly<Record<string, string | boolean | undefined>>;
}

/** What a command says when it has come to its end. */
export interface Result {
  /** For people. */
  readonly text: string;
  /** For programs. */
  readonly json: unknown;
}

/** One of the things that attention-search does. */
export interface Command {
  /** The arguments that it takes, in their order: `<folder>` or, if it may be missing, `[folder]`. */
  readonly positionals: readonly string[];
  readonly about: string;
  readonly options: Readonly<Record<string, Option>>;
  run(given: Arguments, progress: Progress): Promise<Result>;
}
