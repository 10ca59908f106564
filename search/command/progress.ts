/** Where progress is told: standard error, or what is like it. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Tells how far a command is. */
export interface Progress {
  /** So much is done of so much. */
  step(what: string, done: number, all: number): void;
  /** Something came to its end. */
  line(text: string): void;
}

const eraseLine = "\r\u001b[2K";
const width = 24;

/** The bar of a terminal: as full as the work is done. */
export function bar(done: number, all: number): string {
  const full = Math.round((width * done) / Math.max(all, 1));
  return "█".repeat(full) + "░".repeat(width - full);
}

/** Progress as a bar that is drawn over and over in a terminal, and elsewhere as plain lines. */
export function progressOn(stream: ProgressStream): Progress {
  return {
    step(what, done, all) {
      if (stream.isTTY)
        stream.write(`${eraseLine}${bar(done, all)} ${what} ${done}/${all}${done === all ? eraseLine : ""}`);
      else if (done === all) stream.write(`${what} ${done}/${all}\n`);
    },
    line: (text) => void stream.write(`${stream.isTTY ? eraseLine : ""}${text}\n`),
  };
}
