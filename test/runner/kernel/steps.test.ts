import { afterAll, beforeAll, expect, test } from "vitest";
import { Kernel } from "../../../tools/runner/client/kernel.ts";
import { readKernelSpec } from "../../../tools/runner/client/kernelspec.ts";
import { inSteps } from "../../../tools/runner/kernel/steps.ts";

test("inSteps(code) makes the awaits of a cell itself yields, and leaves those of functions", () => {
  const { output, hasToplevelAwait } = inSteps("const a = await f(await g());\nconst h = async () => await a;");
  expect(hasToplevelAwait).toBe(true);
  expect(output).toContain("const a = (yield f((yield g())));\nconst h = async () => await a;");
});

test("inSteps(code) leaves code without an await of its own, and loops over what is awaited", () => {
  const none = "const h = async () => await a;";
  expect(inSteps(none)).toEqual({ output: none, hasToplevelAwait: false });
  const loop = "for await (const x of y) await x;";
  expect(inSteps(loop)).toEqual({ output: loop, hasToplevelAwait: true });
});

let kernel: Kernel;
beforeAll(async () => {
  kernel = await Kernel.start(readKernelSpec("tslab"), import.meta.dirname);
}, 60_000);
afterAll(() => kernel.shutdown());

test.each([
  ["await Promise.resolve(7)", "7\n"],
  ["await (async () => 8)()", "8\n"],
  ["const a = await 1, b = { c: await 2 }; console.log(await 3, a, b);", "3 1 { c: 2 }\n"],
  ["try { await Promise.reject(new Error('no')); } catch (e) { console.log((e as Error).message); }", "no\n"],
  ["for await (const x of [1, 2]) console.log(x);", "1\n2\n"],
  ["let n = 0; while (n < 100) { n += await 1; } console.log(n);", "100\n"],
])("a cell may say %s", async (code, printed) => {
  let text = "";
  const listener = ({ content }: { content: Readonly<Record<string, unknown>> }) => {
    text += content.text ?? "";
  };
  const reply = await kernel.execute(code, { timeLimit: 30_000, listener });
  expect([reply.status, reply.evalue, text]).toEqual(["ok", undefined, printed]);
});

test("an error after an await has the frames of the cell only", async () => {
  const code = "await null;\nconst deep = () => { throw new RangeError('too far'); };\ndeep();";
  const reply = await kernel.execute(code, { timeLimit: 30_000 });
  expect((reply.traceback as string[]).slice(-3)).toEqual(["RangeError: too far", "    at deep (cell)", "    at cell"]);
});
