import { afterAll, beforeAll, expect, test } from "vitest";
import { Kernel } from "../../../tools/runner/client/kernel.ts";
import { readKernelSpec } from "../../../tools/runner/client/kernelspec.ts";
import type { Message } from "../../../tools/runner/protocol/message.ts";

let kernel: Kernel;
beforeAll(async () => {
  kernel = await Kernel.start(readKernelSpec("tslab"), import.meta.dirname);
}, 60_000);
afterAll(() => kernel.shutdown());

/** Runs a cell; returns its reply and, as they come, the messages published for it. */
const execute = async (code: string): Promise<{ reply: Message["content"]; published: Message[] }> => {
  const published: Message[] = [];
  const reply = await kernel.execute(code, { timeLimit: 30_000, listener: (message) => published.push(message) });
  return { reply, published };
};
const types = (messages: readonly Message[]): string[] => messages.map(({ header }) => header.msg_type);
const contentOf = (messages: readonly Message[], type: string): Message["content"] | undefined =>
  messages.find(({ header }) => header.msg_type === type)?.content;

test("kernel_info_request is answered with the language of the notebooks", async () => {
  const reply = await kernel.request("kernel_info", {}, { timeLimit: 30_000 });
  expect(reply.content).toMatchObject({
    status: "ok",
    implementation: "tslab",
    language_info: { name: "typescript", file_extension: ".ts" },
  });
});

test("execute_request publishes execute_input, then the outputs, and replies with the count", async () => {
  const { reply, published } = await execute("console.log(6 * 7)");
  expect(types(published)).toEqual(["execute_input", "stream"]);
  expect(published[0]?.content).toEqual({ code: "console.log(6 * 7)", execution_count: reply.execution_count });
  expect(published[1]?.content).toEqual({ name: "stdout", text: "42\n" });
  expect(reply.status).toBe("ok");
});

test("execute_request publishes execute_input only when the cell's turn has come", async () => {
  const heard: string[] = [];
  const listen =
    (cell: string) =>
    ({ header }: Message): number =>
      heard.push(`${cell} ${header.msg_type}`);
  const timeLimit = 30_000;
  await Promise.all([
    kernel.execute("await new Promise((r) => setTimeout(r, 100)); console.log(1)", {
      timeLimit,
      listener: listen("first"),
    }),
    kernel.execute("console.log(2)", { timeLimit, listener: listen("second") }),
  ]);
  expect(heard).toEqual(["first execute_input", "first stream", "second execute_input", "second stream"]);
});

test("execute_request aborts the cells sent after one that fails, as clients that run all cells expect", async () => {
  const ask = (code: string): Promise<Message> => kernel.request("execute", { code }, { timeLimit: 30_000 });
  const [failed, next] = await Promise.all([ask("throw new Error('stop')"), ask("console.log('must not run')")]);
  expect(failed?.content.status).toBe("error");
  expect(next?.content.status).toBe("aborted");
  // With stop_on_error false, as here, a cell runs once the others are done with.
  await expect.poll(async () => (await execute("1")).reply.status).toBe("ok");
});

test("a throw is an error message and the same in the reply, without frames of tslab", async () => {
  const { reply, published } = await execute("function deep() { throw new RangeError('too far'); }\ndeep();");
  const error = contentOf(published, "error");
  expect(error).toMatchObject({ ename: "RangeError", evalue: "too far" });
  expect(reply).toMatchObject({ status: "error", ...error });
  const traceback = String(error?.traceback);
  expect(traceback).toContain("at deep (cell)");
  expect(traceback).not.toMatch(/tslab|node:vm|node:internal|evalmachine/);
});

test("a thrown value that is no Error is shown", async () => {
  const { reply } = await execute("throw { code: 5 };");
  expect(reply).toMatchObject({ status: "error", ename: "Error", evalue: "thrown value { code: 5 }" });
});

test("a cell that does not compile fails with the compiler's message and its place", async () => {
  const { reply } = await execute("const known = 1;\nconsole.log(knwon);");
  expect(reply).toMatchObject({
    status: "error",
    ename: "CompileError",
    evalue: "line 2, column 13: TS2552: Cannot find name 'knwon'. Did you mean 'known'?",
  });
});

test("a rejected promise that nothing awaits fails its cell", async () => {
  const { reply, published } = await execute("void Promise.reject(new Error('alone'));");
  expect(types(published)).toEqual(["execute_input", "error"]);
  expect(reply).toMatchObject({ status: "error", ename: "UnhandledRejection", evalue: "Error: alone" });
});

test("what a timer prints and throws belongs to the cell that set it, while another cell runs", async () => {
  const first = await execute("void setTimeout(() => { console.log('mine'); throw new Error('late'); }, 50);");
  const second = await execute("await new Promise((resolve) => setTimeout(resolve, 200));");
  expect(first.reply.status).toBe("ok");
  expect(second.reply.status).toBe("ok");
  expect(types(second.published)).toEqual(["execute_input"]);
  expect(contentOf(first.published, "stream")).toEqual({ name: "stdout", text: "mine\n" });
  expect(contentOf(first.published, "error")).toMatchObject({ ename: "UncaughtException", evalue: "Error: late" });
});

test("packages of the project are imported with their types, and no warning is printed", async () => {
  const imported = await execute('import { tensor } from "attention-lab";\nconsole.log(tensor([1, 2]).shape);');
  expect(types(imported.published)).toEqual(["execute_input", "stream"]);
  expect(contentOf(imported.published, "stream")).toEqual({ name: "stdout", text: "[ 2 ]\n" });
  const wrong = await execute("const text: string = tensor([1, 2]);");
  expect(wrong.reply).toMatchObject({ ename: "CompileError", evalue: expect.stringContaining("TS2322") });
});

test("everything printed arrives, however fast", async () => {
  const { published } = await execute("for (let i = 0; i < 20000; i++) console.log(i);");
  const text = published.map(({ content }) => content.text ?? "").join("");
  expect(text.split("\n")).toHaveLength(20001);
});
