import type { Message } from "../protocol/message.ts";
import { type Channels, openChannels } from "./channels.ts";
import { KernelDied, TimeLimitExceeded } from "./kernel-error.ts";
import { type KernelProcess, startKernelProcess } from "./kernel-process.ts";
import type { KernelSpec } from "./kernelspec.ts";

/** A promise settled from outside. */
interface Settable<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

const settable = <T>(): Settable<T> => {
  let resolve: Settable<T>["resolve"] = () => {};
  let reject: Settable<T>["reject"] = () => {};
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
};

/** What a request waits for, and who hears what it causes. */
interface Pending {
  readonly reply: Settable<Message>;
  readonly idle: Settable<void>;
  readonly listener: ((message: Message) => void) | undefined;
}

/** How a request is made. */
interface RequestOptions {
  readonly timeLimit: number;
  readonly listener?: (message: Message) => void;
}

const startTries = 3;
const kernelInfoInterval = 250;
const shutdownLimit = 2000;

/** A running kernel. Whoever starts one calls {@link Kernel.shutdown} or {@link Kernel.kill}. */
export class Kernel {
  readonly #process: KernelProcess;
  readonly #channels: Channels;
  readonly #pending: Map<string, Pending> = new Map();
  readonly #died: Promise<never>;

  private constructor(process: KernelProcess) {
    this.#process = process;
    this.#channels = openChannels(process.connection, (channel, message) => this.#receive(channel, message));
    this.#died = process.ended.then((end) => {
      this.#channels.close();
      throw new KernelDied(`the kernel died (${end})${process.lastWords().replace(/^(?=.)/, ":\n")}`);
    });
    this.#died.catch(() => {});
  }

  /**
   * Starts a kernel whose cells resolve packages and files from `cwd`, and waits until it answers.
   *
   * @throws KernelDied when it ends instead of answering, TimeLimitExceeded when it does not answer within `startLimit` ms.
   */
  static async start(spec: KernelSpec, cwd: string, startLimit = 60_000): Promise<Kernel> {
    for (let attempt = 1; ; attempt++) {
      const kernel = new Kernel(await startKernelProcess(spec, cwd));
      try {
        await kernel.#answers(startLimit);
        return kernel;
      } catch (error) {
        await kernel.kill();
        // Another process may take a port between our finding it free and the kernel's binding it.
        const portTaken = error instanceof KernelDied && /address already in use|EADDRINUSE/i.test(error.message);
        if (!portTaken || attempt === startTries) throw error;
      }
    }
  }

  /**
   * Runs a cell; resolves to the content of the reply once everything the cell published while it ran has arrived.
   * `listener` goes on to hear what the cell's timers and promises publish later.
   *
   * @throws TimeLimitExceeded when it takes longer than `timeLimit` ms, KernelDied when the kernel ends.
   */
  async execute(code: string, options: RequestOptions & { silent?: boolean }): Promise<Message["content"]> {
    const { silent = false } = options;
    const content = { code, silent, store_history: !silent, user_expressions: {}, allow_stdin: false };
    const reply = await this.request("execute", { ...content, stop_on_error: false }, options);
    return reply.content;
  }

  /** Makes any request of the shell channel; resolves to its reply once the kernel is idle again. */
  request(type: string, content: Message["content"], options: RequestOptions): Promise<Message> {
    return this.#ask("shell", type, content, options);
  }

  /** Interrupts the running cell. */
  interrupt(): void {
    this.#channels.send("control", "interrupt_request", {});
  }

  /** Asks the kernel to end, and ends it if it does not. */
  async shutdown(): Promise<void> {
    await this.#ask("control", "shutdown", { restart: false }, { timeLimit: shutdownLimit }).catch(() => {});
    const timer = setTimeout(() => this.#process.kill(), shutdownLimit);
    await this.#process.ended;
    clearTimeout(timer);
  }

  /** Ends the kernel at once, whatever it does. */
  async kill(): Promise<void> {
    this.#process.kill();
    await this.#process.ended;
  }

  async #answers(limit: number): Promise<void> {
    // Asked again and again: the first replies can be lost while sockets bind, and the first messages on iopub before
    // the subscription stands.
    for (const end = performance.now() + limit; ; ) {
      try {
        await this.request("kernel_info", {}, { timeLimit: kernelInfoInterval });
        return;
      } catch (error) {
        if (!(error instanceof TimeLimitExceeded)) throw error;
        if (performance.now() > end) throw new TimeLimitExceeded(`the kernel did not answer within ${limit / 1000} s`);
      }
    }
  }

  async #ask(
    channel: "shell" | "control",
    type: string,
    content: Message["content"],
    { timeLimit, listener }: RequestOptions,
  ): Promise<Message> {
    const id = this.#channels.send(channel, `${type}_request`, content);
    const pending = { reply: settable<Message>(), idle: settable<void>(), listener };
    this.#pending.set(id, pending);
    const late = settable<never>();
    const timer = setTimeout(
      () => late.reject(new TimeLimitExceeded(`${type}: no end within ${timeLimit / 1000} s`)),
      timeLimit,
    );
    try {
      return await Promise.race([pending.idle.promise.then(() => pending.reply.promise), late.promise, this.#died]);
    } finally {
      clearTimeout(timer);
    }
  }

  #receive(channel: "shell" | "control" | "iopub", message: Message): void {
    const pending = this.#pending.get(message.parent.msg_id ?? "");
    if (channel !== "iopub") pending?.reply.resolve(message);
    else if (message.header.msg_type !== "status") pending?.listener?.(message);
    else if (message.content.execution_state === "idle") pending?.idle.resolve();
  }
}
