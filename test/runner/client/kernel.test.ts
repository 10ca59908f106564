import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { openChannels } from "../../../tools/runner/client/channels.ts";
import { Kernel } from "../../../tools/runner/client/kernel.ts";
import { KernelDied, TimeLimitExceeded } from "../../../tools/runner/client/kernel-error.ts";
import { startKernelProcess } from "../../../tools/runner/client/kernel-process.ts";
import { type KernelSpec, readKernelSpec } from "../../../tools/runner/client/kernelspec.ts";
import { temporaryFolder } from "../temporary-folder.ts";

const limit = 60_000;
const tslab = readKernelSpec("tslab");
const specOf = (...argv: string[]): KernelSpec => ({ ...tslab, argv: [process.execPath, ...argv] });

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
  for (const name of ["TMPDIR", "TEMP", "TMP"]) vi.stubEnv(name, folder);
  onTestFinished(() => void vi.unstubAllEnvs());
});

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const startAndTellPid = async (): Promise<[Kernel, number]> => {
  const kernel = await Kernel.start(tslab, import.meta.dirname);
  let pid = 0;
  await kernel.execute("console.log(process.pid)", {
    timeLimit: limit,
    listener: ({ content }) => {
      pid = Number(content.text ?? pid);
    },
  });
  return [kernel, pid];
};

test("readKernelSpec(name) names the kernels there are when there is none of that name", () => {
  expect(() => readKernelSpec("python3")).toThrow('readKernelSpec: name is "python3", expected one of tslab');
});

test("Kernel.start fails at once, with its last words, when the process ends instead of answering", async () => {
  const spec = specOf("-e", "console.error('no such module'); process.exit(7)");
  const started = Kernel.start(spec, folder, limit * 10);
  await expect(started).rejects.toThrow(KernelDied);
  await expect(started).rejects.toThrow("the kernel died (exit code 7):\nno such module");
  expect(readdirSync(folder)).toEqual([]);
});

test("a kernel computes on the backend that repeats on every machine", async () => {
  const spec = specOf("-e", "console.error(process.env.ATTENTION_LAB_BACKEND); process.exit(7)");
  await expect(Kernel.start(spec, folder, limit)).rejects.toThrow("the kernel died (exit code 7):\nsimd");
});

test("Kernel.start fails when nothing answers, and leaves neither process nor folder", async () => {
  const started = Kernel.start(specOf("-e", "setInterval(() => {}, 1000)"), folder, 500);
  await expect(started).rejects.toThrow(TimeLimitExceeded);
  expect(readdirSync(folder)).toEqual([]);
});

test.skipIf(process.platform === "win32")("the connection file is for its owner's eyes", async () => {
  const started = await startKernelProcess(specOf("-e", "setInterval(() => {}, 1000)"), folder);
  const [temporary = ""] = readdirSync(folder);
  expect(statSync(path.join(folder, temporary, "connection.json")).mode & 0o777).toBe(0o600);
  expect(started.connection.ip).toBe("127.0.0.1");
  started.kill();
  await started.ended;
  expect(existsSync(path.join(folder, temporary))).toBe(false);
});

test("a kernel hears only who holds its key", { timeout: limit }, async () => {
  const { connection, ended, kill } = await startKernelProcess(tslab, folder);
  const answered: string[] = [];
  const stranger = openChannels({ ...connection, key: "guess" }, () => answered.push("to a stranger"));
  const owner = openChannels(connection, (_, { parent }) => answered.push(parent.msg_id ?? ""));
  stranger.send("shell", "kernel_info_request", {});
  const id = owner.send("shell", "kernel_info_request", {});
  await expect.poll(() => answered, { timeout: limit }).toContain(id);
  expect(new Set(answered)).toEqual(new Set([id]));
  stranger.close();
  owner.close();
  kill();
  await ended;
});

test("shutdown() leaves neither process nor folder, even with a worker and a timer alive", {
  timeout: limit,
}, async () => {
  const [kernel, pid] = await startAndTellPid();
  const code =
    'import { Worker } from "node:worker_threads";\nsetInterval(() => {}, 1000);\nconst w = new Worker("setInterval(() => {}, 1000)", { eval: true });';
  expect(await kernel.execute(code, { timeLimit: limit })).toMatchObject({ status: "ok" });
  expect(isAlive(pid)).toBe(true);
  await kernel.shutdown();
  expect(isAlive(pid)).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});

test("execute() gives up at its time limit; kill() then ends a kernel that hears nothing", {
  timeout: limit,
}, async () => {
  const [kernel, pid] = await startAndTellPid();
  await expect(kernel.execute("while (true) {}", { timeLimit: 500 })).rejects.toThrow(TimeLimitExceeded);
  await kernel.kill();
  expect(isAlive(pid)).toBe(false);
  expect(readdirSync(folder)).toEqual([]);
});

test("execute() fails at once when the kernel dies", { timeout: limit }, async () => {
  const [kernel] = await startAndTellPid();
  const executed = kernel.execute("process.exit(3)", { timeLimit: limit * 10 });
  await expect(executed).rejects.toThrow("the kernel died (exit code 3)");
});
