import type { Failure } from "../execute/failure.ts";

const place = ({ notebook, cell }: Failure): string => (cell === undefined ? notebook : `${notebook}: cell ${cell}`);

/** What failed, a line each: notebook, cell, cause. */
export function summarize(failures: readonly Failure[]): string {
  return failures.map((failure) => `✗ ${place(failure)}: ${failure.cause}`).join("\n");
}
