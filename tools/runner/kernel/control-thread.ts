// Runs in a thread of its own, to hear the control channel, and to notice that the process that started the kernel is
// gone, while a cell keeps the main thread busy.
import { parentPort, workerData } from "node:worker_threads";
import { Router } from "zeromq";
import { address, type Connection } from "../protocol/connection.ts";
import { decode } from "../protocol/message.ts";

// Without signals, what keeps the main thread busy cannot be ended from here.
const interrupt = (): unknown => process.platform !== "win32" && process.kill(process.pid, "SIGINT");

const { connection, closed }: { connection: Connection; closed: Int32Array } = workerData;
const socket = new Router({ linger: 1000 });
await socket.bind(address(connection, "control"));
parentPort?.on("message", (reply: Uint8Array[] | "close") => {
  if (reply !== "close") {
    void socket.send(reply);
    return;
  }
  socket.close();
  Atomics.store(closed, 0, 1);
  Atomics.notify(closed, 0);
});
parentPort?.postMessage("listening");

// Nobody could shut an orphan down any more, and a busy one would not even hear it.
const parent = process.ppid;
setInterval(() => process.ppid === parent || process.kill(process.pid, "SIGKILL"), 1000);

for await (const frames of socket) {
  const request = decode(frames, connection.key);
  if (request === undefined) continue;
  const type = request.header.msg_type;
  if (type === "interrupt_request") interrupt();
  // Again and again: what comes while a cell is being compiled does not end it.
  if (type === "shutdown_request") setInterval(interrupt, 100);
  parentPort?.postMessage(frames);
}
