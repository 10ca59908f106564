import { Publisher, Reply, Router } from "zeromq";
import { address, type Channel, type Connection } from "../protocol/connection.ts";
import { answer, decode, encode, type Message } from "../protocol/message.ts";
import { listenToControl } from "./control.ts";
import { Outbox } from "./outbox.ts";

/** Answers a request with the content of its reply. */
export type Answer = (request: Message) => Message["content"] | Promise<Message["content"]>;

/** Answers by the type of the request, without `_request`: `execute`, `kernel_info` … */
export type Answers = Readonly<Record<string, Answer>>;

/** A kernel's side of the Jupyter protocol. */
export class KernelServer {
  readonly #connection: Connection;
  // No limit: with one, what a cell prints quickly would be lost without a word.
  readonly #iopub: Publisher = new Publisher({ sendHighWaterMark: 0, linger: 1000 });
  readonly #outbox: Outbox = new Outbox(this.#iopub);

  constructor(connection: Connection) {
    this.#connection = connection;
  }

  /** Sends a message about `request` to everyone who listens. */
  publish(request: Message, type: string, content: Message["content"]): void {
    this.#outbox.send(encode({ ...answer(request, type, content), identities: [] }, this.#connection.key));
  }

  /**
   * Binds all sockets and starts to answer: one request after the other on the shell channel, and beside them those of
   * the control channel.
   *
   * @throws Error when a port is taken.
   */
  async listen(shellAnswers: Answers, controlAnswers: Answers): Promise<void> {
    const shell = new Router({ linger: 1000 });
    const stdin = new Router({ linger: 0 });
    const heartbeat = new Reply({ linger: 0 });
    const bind = (socket: Publisher | Router | Reply, channel: Channel) =>
      socket.bind(address(this.#connection, channel));
    const [control] = await Promise.all([
      listenToControl(this.#connection),
      bind(this.#iopub, "iopub"),
      bind(shell, "shell"),
      bind(stdin, "stdin"),
      bind(heartbeat, "hb"),
    ]);
    void this.#serve(shell, shellAnswers, (frames) => shell.send(frames));
    void this.#serve(control.requests, controlAnswers, control.reply);
    void this.#echo(heartbeat);
  }

  async #serve(
    requests: AsyncIterable<Uint8Array[]>,
    answers: Answers,
    reply: (frames: Uint8Array[]) => unknown,
  ): Promise<void> {
    for await (const frames of requests) {
      const request = decode(frames, this.#connection.key);
      if (request === undefined) continue;
      const type = request.header.msg_type.replace(/_request$/, "");
      this.publish(request, "status", { execution_state: "busy" });
      const content = await this.#answer(answers[type], request);
      if (content !== undefined) {
        await reply(encode(answer(request, `${type}_reply`, content), this.#connection.key));
      }
      this.publish(request, "status", { execution_state: "idle" });
    }
  }

  async #answer(answers: Answer | undefined, request: Message): Promise<Message["content"] | undefined> {
    try {
      return await answers?.(request);
    } catch (error) {
      return { status: "error", ename: "Error", evalue: String(error), traceback: [] };
    }
  }

  async #echo(heartbeat: Reply): Promise<void> {
    for await (const frames of heartbeat) await heartbeat.send(frames);
  }
}
