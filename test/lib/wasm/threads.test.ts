import { spawn } from "node:child_process";
import { createRequire } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterEach, describe, expect, test } from "vitest";
import { dispose, setThreads, threads } from "../../../lib/index.ts";
import { kernels } from "../../../lib/wasm/backend.ts";
import { Crew } from "../../../lib/wasm/crew.ts";
import type { KernelExports, TaskName } from "../../../lib/wasm/kernel-exports.ts";
import { bytesOf, sharing } from "../../../lib/wasm/module.ts";
import { Kernel } from "../../../tools/runner/client/kernel.ts";
import { readKernelSpec } from "../../../tools/runner/client/kernelspec.ts";

const file = createRequire(import.meta.url).resolve("attention-lab");
const dist = pathToFileURL(file).href;

/** What a process prints that computes with threads, and how it ends. */
function processOf(script: string, ...options: string[]): Promise<{ printed: string; code: number | null }> {
  const child = spawn(process.execPath, [...options, "-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  let printed = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    printed += text;
  });
  return new Promise((resolve) => child.on("close", (code) => resolve({ printed: printed.trim(), code })));
}

const attended = `
  const [q, k, v] = [1, 2, 3].map((seed) => lab.random(seed).normal([8, 256, 16], "float32"));
  const alone = lab.scaledDotProductAttention(q, k, v);
  lab.setThreads(2);
  const together = () => lab.largestDifference(alone, lab.scaledDotProductAttention(q, k, v));`;

afterEach(() => {
  setThreads(1);
});

describe("setThreads(count)", () => {
  test("does not keep the process alive", async () => {
    const script = `const lab = await import(${JSON.stringify(dist)}); ${attended} console.log(together());`;
    expect(await processOf(script, "--input-type=module")).toEqual({ printed: "0", code: 0 });
  });

  test("works where modules are required", async () => {
    const script = `const lab = require(${JSON.stringify(file)}); ${attended} console.log(together());`;
    expect(await processOf(script, "--experimental-require-module", "--no-warnings")).toEqual({
      printed: "0",
      code: 0,
    });
  });

  test("works in a cell of a notebook", async () => {
    const kernel = await Kernel.start(readKernelSpec("tslab"), fileURLToPath(new URL(".", import.meta.url)));
    let printed = "";
    const listener = ({ content }: { content: { text?: unknown } }): void => {
      printed += content.text ?? "";
    };
    const source = `import * as lab from "attention-lab"; ${attended} console.log(lab.backend(), lab.threads(), together());`;
    await kernel.execute(source, { timeLimit: 60_000, listener });
    await kernel.shutdown();
    expect(printed).toContain("simd 2 0");
  });

  test("has workers take part once they have started", async () => {
    const memory = new WebAssembly.Memory({ initial: 2, maximum: 65536, shared: true });
    const module = new WebAssembly.Module(sharing(bytesOf("simd4x8")) as Uint8Array<ArrayBuffer>);
    const { exports } = new WebAssembly.Instance(module, { env: { memory } });
    let own = 0;
    const counting = { ...exports, isFinite: () => own++ } as unknown as KernelExports;
    const crew = new Crew(module, memory, 1);
    const tasks = 100_000;
    await expect
      .poll(() => {
        own = 0;
        crew.run(counting, "isFinite" as TaskName, 0, tasks, 0, 0);
        return own;
      })
      .toBeLessThan(tasks);
    crew.dispose();
  });

  test("says when a kernel fails in a thread, and goes on", () => {
    setThreads(2);
    const table = kernels()!;
    const [job] = table.room(16);
    // The fields of a job far outside of all memory.
    table.job(job!, [0x7fffff00, 0, 640, 640, 8, 8, 0, 0], [1, 0]);
    expect(() => table.run("attend", job!, 10, job!)).toThrow();
    const [again] = table.room(16);
    table.job(again!, [again!, again!, 0, 0, 1, 1, 0, 0], [1, 0]);
    expect(() => table.run("attend", again!, 0, again!)).not.toThrow();
    expect(threads()).toBe(2);
    dispose();
  });
});
