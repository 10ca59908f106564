import type { Backend } from "attention-lab";

/** How attention-lab computes. */
export interface Way {
  readonly backend: Backend;
  readonly threads: number;
}

let current: Way | undefined;

/** A function that makes calls compute in this way, and says whether they did not before. */
export async function switchTo(way: Way): Promise<() => boolean> {
  const { setBackend, setThreads } = await import("attention-lab");
  return () => {
    if (current === way) return false;
    setBackend(way.backend);
    setThreads(way.threads);
    current = way;
    return true;
  };
}

/** The ways with one thread, the fastest first. */
export const relaxed: Way = { backend: "relaxed-simd", threads: 1 };
export const simd: Way = { backend: "simd", threads: 1 };
export const plain: Way = { backend: "plain", threads: 1 };
