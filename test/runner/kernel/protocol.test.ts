import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { freePorts } from "../../../tools/runner/client/free-ports.ts";
import { Kernel } from "../../../tools/runner/client/kernel.ts";
import { readKernelSpec } from "../../../tools/runner/client/kernelspec.ts";
import type { Message } from "../../../tools/runner/protocol/message.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const spec = readKernelSpec("tslab");
const timeLimit = 30_000;
let kernel: Kernel;
beforeAll(async () => {
  kernel = await Kernel.start(spec, import.meta.dirname);
  await kernel.execute('import { attend, scores } from "attention-lab";', { timeLimit });
}, 60_000);
afterAll(() => kernel.shutdown());

const request = async (type: string, content: Message["content"]): Promise<Message["content"]> =>
  (await kernel.request(type, content, { timeLimit })).content;

test("cells sent all at once are counted and answered in their order", async () => {
  const heard: unknown[] = [];
  const replies = await Promise.all(
    [1, 2, 3, 4].map((cell) =>
      kernel.execute(`await null; console.log(${cell});`, {
        timeLimit,
        listener: ({ header, content }) =>
          heard.push(header.msg_type === "execute_input" ? content.execution_count : content.text),
      }),
    ),
  );
  const counts = replies.map((reply) => Number(reply.execution_count));
  const [first = 0] = counts;
  expect(counts).toEqual([first, first + 1, first + 2, first + 3]);
  expect(heard).toEqual(counts.flatMap((count, index) => [count, `${index + 1}\n`]));
});

test("stderr is a stream of its own", async () => {
  const heard: Message["content"][] = [];
  const listener = ({ header, content }: Message): unknown => header.msg_type === "stream" && heard.push(content);
  await kernel.execute("console.log('out'); console.error('err');", { timeLimit, listener });
  expect(heard).toEqual([
    { name: "stdout", text: "out\n" },
    { name: "stderr", text: "err\n" },
  ]);
});

test("a progress bar is one display, updated at most once a per cent", async () => {
  const heard: Message[] = [];
  await kernel.execute(
    'import { progress } from "notebook-display";\nconst bar = progress("steps", 20000);\nfor (let i = 0; i <= 20000; i++) bar.update(i);',
    { timeLimit, listener: (message) => void heard.push(message) },
  );
  const displays = heard.filter(({ header }) => header.msg_type === "display_data");
  const updates = heard.filter(({ header }) => header.msg_type === "update_display_data");
  expect([displays.length, updates.length]).toEqual([1, 100]);
  const ids = new Set([...displays, ...updates].map(({ content }) => JSON.stringify(content.transient)));
  expect(ids.size).toBe(1);
  expect([...ids][0]).toMatch(/^\{"display_id":"[^"]+"\}$/);
});

test("complete_request names what is there: of the language, of the library, of earlier cells", async () => {
  await kernel.execute("const unusual = { depth: 1 };", { timeLimit });
  const matches = async (code: string): Promise<unknown> =>
    (await request("complete", { code, cursor_pos: code.length })).matches;
  expect(await matches("Math.flo")).toContain("floor");
  expect(await matches("scores.")).toEqual(expect.arrayContaining(["dot", "scaledDot", "cosine"]));
  expect(await matches("unus")).toContain("unusual");
  expect(await matches("unusual.")).toEqual(["depth"]);
});

test("inspect_request shows the documentation of the library", async () => {
  const reply = await request("inspect", { code: "attend(", cursor_pos: 3, detail_level: 0 });
  expect(reply).toMatchObject({ status: "ok", found: true });
  const text = String((reply.data as Record<string, string>)["text/plain"]);
  expect(text).toMatch(/attend\(q: Tensor/);
  expect(text.split("\n\n").length).toBeGreaterThan(1);
  expect(text).toMatch(/attention/i);
  expect(await request("inspect", { code: "", cursor_pos: 0, detail_level: 0 })).toMatchObject({ found: false });
});

test("is_complete_request knows code that goes on", async () => {
  expect(await request("is_complete", { code: "if (true) {" })).toMatchObject({ status: "incomplete", indent: "  " });
  expect(await request("is_complete", { code: "1 + 1" })).toMatchObject({ status: "complete" });
});

test("a request of an unknown type is passed over, and the next one is answered", async () => {
  await expect(kernel.request("unheard_of", {}, { timeLimit: 300 })).rejects.toThrow("unheard_of: no end");
  expect(await request("is_complete", { code: "1" })).toMatchObject({ status: "complete" });
});

test.each(["while (true) {}", "await new Promise(() => {});", "await null;\nwhile (true) {}"])(
  "interrupt() ends %s, and the kernel goes on",
  { timeout: 60_000 },
  async (code) => {
    // More than once: one that comes before the cell runs interrupts nothing.
    const interrupting = setInterval(() => kernel.interrupt(), 300);
    const reply = await kernel.execute(code, { timeLimit });
    clearInterval(interrupting);
    expect(reply).toMatchObject({ status: "error", evalue: expect.stringMatching(/interrupted/i) });
    expect(await kernel.execute("1", { timeLimit })).toMatchObject({ status: "ok" });
  },
);

test("interrupt() ends a loop that awaits, for good", { timeout: 60_000 }, async () => {
  const sleep = "await new Promise((resolve) => setTimeout(resolve, 1));";
  const interrupting = setInterval(() => kernel.interrupt(), 300);
  const reply = await kernel.execute(
    `Object.assign(globalThis, { rounds: 0 }); while (true) { (globalThis as any).rounds++; ${sleep} }`,
    { timeLimit },
  );
  clearInterval(interrupting);
  expect(reply).toMatchObject({ status: "error", evalue: expect.stringMatching(/interrupted/i) });
  let grown = "";
  await kernel.execute(
    `const before = (globalThis as any).rounds; ${sleep} ${sleep} ${sleep} console.log((globalThis as any).rounds === before);`,
    {
      timeLimit,
      listener: ({ content }) => {
        grown = String(content.text ?? grown);
      },
    },
  );
  expect(grown).toBe("true\n");
});

test.skipIf(process.platform === "win32")("the signal SIGINT interrupts as well", { timeout: 60_000 }, async () => {
  let pid = 0;
  const listener = ({ content }: Message): void => {
    pid = Number(content.text ?? pid);
  };
  await kernel.execute("console.log(process.pid)", { timeLimit, listener });
  const interrupting = setInterval(() => process.kill(pid, "SIGINT"), 300);
  const reply = await kernel.execute("while (true) {}", { timeLimit });
  clearInterval(interrupting);
  expect(reply).toMatchObject({ status: "error", evalue: expect.stringMatching(/interrupted/i) });
});

test("shutdown() reaches a kernel that is in a loop", { timeout: 60_000 }, async () => {
  const busy = await Kernel.start(spec, import.meta.dirname);
  let looping: Promise<unknown> = Promise.resolve();
  await new Promise((resolve) => {
    looping = busy.execute("while (true) {}", { timeLimit, listener: resolve }).then(({ evalue }) => evalue, String);
  });
  await busy.shutdown();
  // Not killed: it ended the loop, and then itself.
  expect(await looping).toMatch(/interrupted|exit code 0/);
});

test.each(["shell_port", "iopub_port", "stdin_port", "control_port", "hb_port"])(
  "a kernel whose %s is taken says so in one line and ends",
  { timeout: 60_000 },
  async (taken) => {
    const server = createServer();
    const port = await new Promise<number>((resolve) =>
      server.listen(0, "127.0.0.1", () => resolve((server.address() as { port: number }).port)),
    );
    onTestFinished(() => void server.close());
    const [shell_port, iopub_port, stdin_port, control_port, hb_port] = await freePorts();
    const ports = { shell_port, iopub_port, stdin_port, control_port, hb_port, [taken]: port };
    const connection = { transport: "tcp", ip: "127.0.0.1", key: "k", signature_scheme: "hmac-sha256", ...ports };
    const file = path.join(temporaryFolder(), "connection.json");
    writeFileSync(file, JSON.stringify(connection));
    const [command = "", ...argv] = spec.argv.map((argument) => argument.replace("{connection_file}", file));
    const child = spawn(command, argv, { stdio: ["ignore", "ignore", "pipe"] });
    let said = "";
    child.stderr.on("data", (chunk) => {
      said += chunk;
    });
    const code = await new Promise((resolve) => child.once("close", resolve));
    expect([code, said]).toEqual([1, "kernel: Address already in use\n"]);
  },
);
