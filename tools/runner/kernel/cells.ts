import { AsyncLocalStorage } from "node:async_hooks";
import { setImmediate } from "node:timers/promises";
import type { Message } from "../protocol/message.ts";
import { type CellError, uncaughtError } from "./cell-error.ts";
import type { Interpreter } from "./interpreter.ts";

/** A cell that was run, known by its request. */
interface Cell {
  readonly request: Message;
  uncaught?: CellError;
}

/** Publishes one message about the cell of `request`. */
export type Publish = (request: Message, type: string, content: Message["content"]) => void;

// Clients send all the cells at once: those already on their way when one fails must not run.
const abortTime = 100;

/** The cells of one kernel: runs them, and knows to which of them belongs what happens later. */
export class Cells {
  readonly #running: AsyncLocalStorage<Cell> = new AsyncLocalStorage();
  readonly #interpreter: Interpreter;
  readonly #publish: Publish;
  #last: Cell | undefined;
  #count = 0;
  #abortUntil = 0;

  constructor(interpreter: Interpreter, publish: Publish) {
    this.#interpreter = interpreter;
    this.#publish = publish;
  }

  /** Runs the cell of an execute_request and returns the content of its reply. */
  async execute(request: Message): Promise<Message["content"]> {
    const { code, silent = false, stop_on_error: stopOnError = true } = request.content;
    if (performance.now() < this.#abortUntil) return { status: "aborted" };
    if (!silent) this.#publish(request, "execute_input", { code, execution_count: ++this.#count });
    const cell: Cell = { request };
    this.#last = cell;
    const error = await this.#running.run(cell, () => this.#interpreter.evaluate(String(code)));
    if (error !== undefined) this.#publish(request, "error", { ...error });
    // A promise rejected by the cell and awaited by nothing is known as such one turn later.
    await setImmediate();
    const failure = error ?? cell.uncaught;
    if (failure === undefined) {
      return { status: "ok", execution_count: this.#count, payload: [], user_expressions: {} };
    }
    if (stopOnError) this.#abortUntil = performance.now() + abortTime;
    return { status: "error", execution_count: this.#count, ...failure };
  }

  /** Publishes for the cell that caused it, even when that cell ended long ago. Returns false when no cell ever ran. */
  publish(type: string, content: Message["content"]): boolean {
    const cell = this.#running.getStore() ?? this.#last;
    if (cell !== undefined) this.#publish(cell.request, type, content);
    return cell !== undefined;
  }

  /** Publishes an error that nothing caught, and fails the cell if it is still running. */
  fail(kind: "UnhandledRejection" | "UncaughtException", value: unknown): void {
    const error = uncaughtError(kind, value);
    const cell = this.#running.getStore() ?? this.#last;
    if (cell !== undefined) cell.uncaught ??= error;
    if (!this.publish("error", { ...error })) process.stderr.write(`${error.traceback.join("\n")}\n`);
  }
}
