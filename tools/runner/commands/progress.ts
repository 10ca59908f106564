/** How a notebook came out. */
export type Outcome = "passed" | "failed" | "unchanged";

/** Tells how far notebooks are. */
export interface Progress {
  /** A cell is about to run, the `cell`-th of `cells`. */
  cell(name: string, cell: number, cells: number): void;
  /** A notebook has come to its end. */
  finished(name: string, outcome: Outcome): void;
}

/** Where progress is written: `process.stdout`, or anything like it. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const eraseLine = "\r\u001b[2K";

/** Progress as plain lines; in a terminal the line of what runs now is written over and over. */
export function createProgress(stream: ProgressStream): Progress {
  const running = new Map<string, string>();
  const started = new Map<string, number>();
  const status = (): string => (stream.isTTY ? `${eraseLine}${[...running.values()].join("   ")}` : "");
  const line = (text: string): void => void stream.write(`${stream.isTTY ? eraseLine : ""}${text}\n${status()}`);
  return {
    cell: (name, cell, cells) => {
      if (!started.has(name)) started.set(name, performance.now());
      running.set(name, `${name}: cell ${cell}/${cells}`);
      if (stream.isTTY) stream.write(status());
      else line(`${name}: cell ${cell}/${cells}`);
    },
    finished: (name, outcome) => {
      running.delete(name);
      const seconds = (performance.now() - (started.get(name) ?? performance.now())) / 1000;
      line(outcome === "unchanged" ? `${name}: unchanged` : `${name}: ${outcome} in ${seconds.toFixed(1)} s`);
    },
  };
}
