import { randomUUID } from "node:crypto";
import { escapeHtml } from "./escape-html.ts";
import { type Bundle, send } from "./send.ts";

/** A progress bar below the cell, or a line in a terminal. */
export interface Progress {
  /** Moves the bar to `done` of the total, with a note beside it; shown when the whole per cent changes. */
  update(done: number, note?: string): void;
  /** Moves the bar to its end, and keeps the last note or takes this one. */
  finish(note?: string): void;
  /** Leaves the bar where it is, for good, and keeps the last note or takes this one. */
  stop(note?: string): void;
}

/** The outputs of a progress bar. */
export function progressBundle(label: string, total: number, done: number, note = ""): Bundle {
  const said = `${label} ${done}/${total}${note && ` ${note}`}`;
  const bar = `<progress value="${done}" max="${total}" aria-label="${escapeHtml(label)}"></progress>`;
  return { data: { "text/html": `<div class="nbprogress">${bar} ${escapeHtml(said)}</div>`, "text/plain": said } };
}

// One line, written over and over until it is the last.
function writeLine(line: string, isLast: boolean): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[2K${line}${isLast ? "\n" : ""}`);
}

/**
 * Shows a progress bar; in plain Node, a line on a terminal's standard error. It is redrawn when its whole per cent
 * changes, never by the clock, so that a run leaves the same output each time.
 *
 * @throws when `total` is not a positive number
 */
export function progress(label: string, total: number): Progress {
  if (!(total > 0 && Number.isFinite(total)))
    throw new Error(`progress: total is ${total}, expected a positive number`);
  const id = randomUUID();
  let shown = -1;
  let [at, last] = [0, ""];
  const show = (done: number, note: string, isLast = false): void => {
    const bundle = progressBundle(label, total, done, note);
    if (!send(bundle, { id, update: shown >= 0 })) writeLine(String(bundle.data["text/plain"]), isLast);
    shown = Math.floor((100 * done) / total);
    [at, last] = [done, note];
  };
  show(0, "");
  return {
    update(done, note = "") {
      if (!(done >= 0 && done <= total)) throw new Error(`progress: done is ${done}, expected 0 to ${total}`);
      if (Math.floor((100 * done) / total) !== shown) show(done, note);
      else [at, last] = [done, note || last];
    },
    finish(note = last) {
      show(total, note, true);
    },
    stop(note = last) {
      show(at, note, true);
    },
  };
}
