/** How attention-lab computes: its backend, and its threads. */
export interface Way {
  readonly backend: "relaxed-simd" | "simd" | "plain";
  readonly threads: number;
}

interface Switches {
  readonly setBackend?: (backend: string) => void;
  readonly setThreads?: (threads: number) => void;
}

let current: Way | undefined;

/** A function that makes calls compute in this way, and says whether they did not before. */
export async function switchTo(way: Way): Promise<() => boolean> {
  const { setBackend, setThreads } = (await import("attention-lab")) as Switches;
  return () => {
    if (current === way) return false;
    if (current?.backend !== way.backend) {
      if (setBackend === undefined) throw new Error(`there is no backend ${way.backend}`);
      setBackend(way.backend);
    }
    if ((current?.threads ?? 1) !== way.threads) {
      if (setThreads === undefined) throw new Error("there are no threads");
      setThreads(way.threads);
    }
    current = way;
    return true;
  };
}
