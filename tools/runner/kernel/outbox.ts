import type { Publisher } from "zeromq";

const isBusy = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "EBUSY";

/** Sends on a socket in order and at once where it can; what the socket cannot take yet waits here. */
export class Outbox {
  readonly #socket: Publisher;
  #waiting: Uint8Array[][] = [];

  constructor(socket: Publisher) {
    this.#socket = socket;
  }

  /** Sends the frames of one message now or as soon as the socket takes them. */
  send(frames: Uint8Array[]): void {
    if (this.#waiting.length === 0 && this.#sent(frames)) return;
    if (this.#waiting.push(frames) === 1) setImmediate(() => this.#drain());
  }

  #drain(): void {
    const stuck = this.#waiting.findIndex((frames) => !this.#sent(frames));
    this.#waiting = stuck < 0 ? [] : this.#waiting.slice(stuck);
    if (stuck >= 0) setImmediate(() => this.#drain());
  }

  // After some hundred messages in one turn a socket wants to see the event loop again, and refuses.
  #sent(frames: Uint8Array[]): boolean {
    try {
      void this.#socket.send(frames);
      return true;
    } catch (error) {
      if (!isBusy(error)) throw error;
      return false;
    }
  }
}
