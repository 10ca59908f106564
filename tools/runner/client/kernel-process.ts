import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Connection } from "../protocol/connection.ts";
import { freePorts } from "./free-ports.ts";
import type { KernelSpec } from "./kernelspec.ts";

/** A started kernel's process, its connection file and what it said before it could say it by message. */
export interface KernelProcess {
  readonly connection: Connection;
  /** Resolves when the process has ended, to how it ended in words. */
  readonly ended: Promise<string>;
  /** The end of what it wrote to its own standard error. */
  readonly lastWords: () => string;
  /** Ends the process at once. */
  readonly kill: () => void;
}

const running: Set<() => void> = new Set();

// However this process ends, no kernel and no temporary folder outlives it.
process.on("exit", () => {
  for (const discard of running) discard();
});

const describeEnd = (code: number | null, signal: NodeJS.Signals | null): string =>
  signal === null ? `exit code ${code}` : `signal ${signal}`;

// Dates, numbers and messages must read the same on every machine.
const neutral = { TZ: "UTC", LC_ALL: "en_US.UTF-8" };

/** Starts the process of a kernel in the folder `cwd`, listening on the loopback interface only. */
export async function startKernelProcess(spec: KernelSpec, cwd: string): Promise<KernelProcess> {
  const [shell_port, iopub_port, stdin_port, control_port, hb_port] = await freePorts();
  const connection: Connection = {
    transport: "tcp",
    ip: "127.0.0.1",
    ...{ shell_port, iopub_port, stdin_port, control_port, hb_port },
    key: randomUUID(),
    signature_scheme: "hmac-sha256",
  };
  const folder = mkdtempSync(path.join(tmpdir(), "notebook-kernel-"));
  const file = path.join(folder, "connection.json");
  writeFileSync(file, JSON.stringify(connection), { mode: 0o600 });

  const [command = "", ...argv] = spec.argv.map((argument) => argument.replace("{connection_file}", file));
  const child: ChildProcess = spawn(command, argv, {
    cwd,
    env: { ...process.env, ...neutral, ...spec.env },
    stdio: ["ignore", "ignore", "pipe"],
    windowsHide: true,
  });
  const discard = (): void => {
    child.kill("SIGKILL");
    rmSync(folder, { recursive: true, force: true });
    running.delete(discard);
  };
  running.add(discard);

  let words = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => {
    words = (words + text).slice(-4000);
  });
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(describeEnd(code, signal)));
  }).finally(discard);
  return {
    connection,
    ended,
    lastWords: () => words.trim(),
    kill: () => child.kill("SIGKILL"),
  };
}
