import ndarray from "ndarray";
import type { Condition } from "./where.ts";

/** A condition for `where`: 1 below the diagonal of an n × n matrix, and on it if `diagonal` says so. */
export function lowerTriangle(n: number, { diagonal }: { readonly diagonal: boolean }): Condition {
  const beyond = diagonal ? 1 : 0;
  return ndarray(
    Uint8Array.from({ length: n * n }, (_, at) => Number(at % n < Math.floor(at / n) + beyond)),
    [n, n],
  );
}
