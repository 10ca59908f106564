import type { Cells } from "./cells.ts";
import { redirectDisplay } from "./tslab.ts";

const redirectStream = (name: "stdout" | "stderr", cells: Cells): void => {
  const stream = process[name];
  const original = stream.write.bind(stream);
  const decoder = new TextDecoder();
  const write = (chunk: string | Uint8Array, ...rest: unknown[]): boolean => {
    const text = typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    if (!cells.publish("stream", { name, text })) return original(chunk);
    const callback = rest.find((value) => typeof value === "function");
    if (callback !== undefined) process.nextTick(callback);
    return true;
  };
  stream.write = write;
};

/** Sends everything this process prints, shows or fails to catch to the cell that caused it. */
export function redirect(cells: Cells): void {
  redirectStream("stdout", cells);
  redirectStream("stderr", cells);
  redirectDisplay((content, update) => cells.publish(update ? "update_display_data" : "display_data", content));
  process.on("uncaughtException", (error) => cells.fail("UncaughtException", error));
  process.on("unhandledRejection", (reason) => cells.fail("UnhandledRejection", reason));
}
