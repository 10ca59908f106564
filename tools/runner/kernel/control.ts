import { on, once } from "node:events";
import { Worker } from "node:worker_threads";
import type { Connection } from "../protocol/connection.ts";

/** The control channel's requests, and a way to reply; heard by another thread. */
export interface Control {
  readonly requests: AsyncIterable<Uint8Array[]>;
  readonly reply: (frames: Uint8Array[]) => void;
}

const closeLimit = 500;

async function* messages(thread: Worker): AsyncGenerator<Uint8Array[]> {
  for await (const [frames] of on(thread, "message")) yield frames;
}

/**
 * Listens to the control channel. An interrupt comes as the signal SIGINT, where there are signals, even to a main thread
 * that is busy.
 *
 * @throws Error when its port is taken.
 */
export async function listenToControl(connection: Connection): Promise<Control> {
  const closed = new Int32Array(new SharedArrayBuffer(4));
  const thread = new Worker(new URL("./control-thread.js", import.meta.url), { workerData: { connection, closed } });
  // A thread that ends while its socket is open takes the process down with it.
  process.on("exit", () => {
    thread.postMessage("close");
    Atomics.wait(closed, 0, 0, closeLimit);
  });
  const requests = messages(thread);
  await once(thread, "message");
  return { requests, reply: (frames) => thread.postMessage(frames) };
}
