import { readFileSync } from "node:fs";
import { language } from "../notebook/language.ts";
import type { Connection } from "../protocol/connection.ts";
import type { Message } from "../protocol/message.ts";
import { Cells } from "./cells.ts";
import { createInterpreter, type Interpreter } from "./interpreter.ts";
import { redirect } from "./redirect.ts";
import { type Answers, KernelServer } from "./server.ts";
import { versions } from "./tslab.ts";

const kernelInfo = (): Message["content"] => ({
  status: "ok",
  protocol_version: "5.3",
  implementation: "tslab",
  implementation_version: versions.tslab,
  language_info: {
    ...language,
    version: versions.typescript,
    codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
  },
  banner: "TypeScript on tslab",
  help_links: [],
});

const shellAnswers = (cells: Cells, { editor }: Interpreter): Answers => ({
  kernel_info: kernelInfo,
  execute: (request) => cells.execute(request),
  is_complete: ({ content }) => ({ ...editor.handleIsComplete({ code: String(content.code) }) }),
  inspect: ({ content }) => ({
    ...editor.handleInspect({ code: String(content.code), cursor_pos: Number(content.cursor_pos), detail_level: 0 }),
  }),
  complete: ({ content }) => ({
    ...editor.handleComplete({ code: String(content.code), cursor_pos: Number(content.cursor_pos) }),
  }),
  comm_info: () => ({ status: "ok", comms: {} }),
  history: () => ({ status: "ok", history: [] }),
});

const controlAnswers = (interpreter: Interpreter): Answers => ({
  kernel_info: kernelInfo,
  interrupt: () => {
    // Elsewhere it has come as a signal already.
    if (process.platform === "win32") interpreter.interrupt();
    return { status: "ok" };
  },
  shutdown: ({ content }) => {
    // Whatever the cells left running must not keep the process alive.
    setTimeout(() => process.exit(0), 50);
    return { status: "ok", restart: content.restart ?? false };
  },
});

/**
 * Starts the kernel of the given connection file in this process.
 *
 * @throws Error when the file is not there, or one of its ports is taken.
 */
export async function launch(connectionFile: string): Promise<void> {
  const connection: Connection = JSON.parse(readFileSync(connectionFile, "utf8"));
  const server = new KernelServer(connection);
  const interpreter = createInterpreter();
  const cells = new Cells(interpreter, (request, type, content) => server.publish(request, type, content));
  process.on("SIGINT", () => interpreter.interrupt());
  await server.listen(shellAnswers(cells, interpreter), controlAnswers(interpreter));
  redirect(cells);
}
