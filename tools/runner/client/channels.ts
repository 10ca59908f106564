import { randomUUID } from "node:crypto";
import { Dealer, Subscriber } from "zeromq";
import { address, type Connection } from "../protocol/connection.ts";
import { decode, encode, header, type Message } from "../protocol/message.ts";

/** A client's end of a kernel's sockets. */
export interface Channels {
  /** Sends a request and returns its id. */
  send(channel: "shell" | "control", type: string, content: Message["content"]): string;
  close(): void;
}

/** Called with every message that is signed with the kernel's key. */
export type Receive = (channel: "shell" | "control" | "iopub", message: Message) => void;

/** Connects to a kernel. */
export function openChannels(connection: Connection, receive: Receive): Channels {
  const session = randomUUID();
  const sockets = { shell: new Dealer({ linger: 0 }), control: new Dealer({ linger: 0 }) };
  const iopub = new Subscriber({ linger: 0, receiveHighWaterMark: 0 });

  const pump = async (channel: Parameters<Receive>[0], socket: Dealer | Subscriber): Promise<void> => {
    socket.connect(address(connection, channel));
    for await (const frames of socket) {
      const message = decode(frames, connection.key);
      if (message !== undefined) receive(channel, message);
    }
  };
  iopub.subscribe();
  void pump("shell", sockets.shell);
  void pump("control", sockets.control);
  void pump("iopub", iopub);

  return {
    send: (channel, type, content) => {
      const message: Message = { identities: [], header: header(type, session), parent: {}, content };
      void sockets[channel].send(encode(message, connection.key));
      return message.header.msg_id;
    },
    close: () => {
      for (const socket of [sockets.shell, sockets.control, iopub]) socket.close();
    },
  };
}
